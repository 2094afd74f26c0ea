"""Review: filters, views, decisions, progress and export of a project."""
