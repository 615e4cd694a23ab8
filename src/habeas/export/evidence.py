"""The terms of evidence that the machinery itself writes: records, sources, disputes.

All other terms are read from the model.
"""

from __future__ import annotations

from typing import Final

from habeas.model.namespaces import HAB

RECORD: Final = f"{HAB}Record"
SOURCE: Final = f"{HAB}Source"
DISPUTE: Final = f"{HAB}Dispute"

OF_SOURCE: Final = f"{HAB}source"
STATED_IN: Final = f"{HAB}statedIn"

DISPUTED_SUBJECT: Final = f"{HAB}disputedSubject"
DISPUTED_PROPERTY: Final = f"{HAB}disputedProperty"
RIVAL_VALUE: Final = f"{HAB}rivalValue"

# What the engine writes of a source and of a record, and a citation is made of.
PUBLISHER: Final = f"{HAB}publisher"
RETRIEVED: Final = f"{HAB}retrieved"
ADDRESS: Final = f"{HAB}address"
NO_ADDRESS: Final = f"{HAB}noAddress"
ARCHIVED_AS: Final = f"{HAB}archivedAs"
CAPTURED: Final = f"{HAB}captured"
SHA256: Final = f"{HAB}sha256"
DESCRIPTION: Final = f"{HAB}description"

PUBLISHED: Final = f"{HAB}datePublished"
PUBLISHED_EARLIEST: Final = f"{HAB}datePublishedEarliest"
PUBLISHED_LATEST: Final = f"{HAB}datePublishedLatest"

LOCATOR: Final = f"{HAB}locator"
LOCATOR_KIND: Final = f"{HAB}locatorKind"
TABLE: Final = f"{HAB}tableName"
ROW: Final = f"{HAB}rowNumber"
RECORDED: Final = f"{HAB}recorded"
