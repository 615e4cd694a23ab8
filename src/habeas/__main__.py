"""``python -m habeas``."""

from habeas.cli.program import main

main()
