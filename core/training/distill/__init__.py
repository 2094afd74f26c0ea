"""Students that learn from the tag probabilities of teachers, on text that nobody annotated."""
