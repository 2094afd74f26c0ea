"""Comparing entities and links with gold."""
