"""SPARQL for strangers: the guard, the workers, the protocol, the library of named questions.

Nothing is imported here: a worker process imports this package and must start within milliseconds.
"""
