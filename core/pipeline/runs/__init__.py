"""Runs: from raw sentences to projected data in one go, written down as one file."""
