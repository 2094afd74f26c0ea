"""Teaching a model to fill the slots of sentences, on labelled text."""
