"""The only place that loads weights and tokenisers."""
