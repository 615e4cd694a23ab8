"""The command line: one module a command, no logic of its own."""

from habeas.cli.program import main

__all__ = ["main"]
