"""Comparison keys, languages, tokenisation and similarity of forms."""
