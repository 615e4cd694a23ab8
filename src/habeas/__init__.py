"""Habeas: an open knowledge graph of political imprisonment, and the publisher that serves it."""

__version__ = "0.1.0"
