"""The command line: python -m core."""

from core.cli.commands import COMMANDS, main

__all__ = ["COMMANDS", "main"]
