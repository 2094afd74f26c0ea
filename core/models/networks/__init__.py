"""Networks that give every token of a sentence a probability for every tag."""
