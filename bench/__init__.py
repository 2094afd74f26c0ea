"""Timings and quality against peers in the same run: python -m bench."""
