"""Who is who, and what is cleared: names, and the append-only ledgers."""

from habeas.identity.groups import canonical_ids
from habeas.identity.ledger import (
    Clearance,
    Identity,
    Preference,
    TableClearance,
    append_entries,
    read_entries,
)

__all__ = [
    "Clearance",
    "Identity",
    "Preference",
    "TableClearance",
    "append_entries",
    "canonical_ids",
    "read_entries",
]
