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
