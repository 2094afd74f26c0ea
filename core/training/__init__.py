"""Learning: span scorers from decisions, taggers from silver data, students from teachers."""
