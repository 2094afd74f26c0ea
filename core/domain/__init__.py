"""Frozen values: what the words of this project mean, checked on creation."""
