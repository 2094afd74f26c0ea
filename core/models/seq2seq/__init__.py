"""Models that read one text and write another: codes, generation, probabilities."""
