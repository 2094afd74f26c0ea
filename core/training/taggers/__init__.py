"""Taggers learned from silver data: what is believed of it, how it is split, what learns."""
