"""The pages of the app: ask, call, show."""
