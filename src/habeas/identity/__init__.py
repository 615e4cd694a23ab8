"""Who is who, and what is cleared: names, and the append-only ledgers."""

from habeas.identity.groups import canonical_ids
from habeas.identity.ledger import (
    Clearance,
    Identity,
    Preference,
    Split,
    TableClearance,
    append_entries,
    is_over,
    read_entries,
)

__all__ = [
    "Clearance",
    "Identity",
    "Preference",
    "Split",
    "TableClearance",
    "append_entries",
    "canonical_ids",
    "is_over",
    "read_entries",
]
