"""The functions on one-line texts of a sentence, as Oxigraph takes them: strings in, one RDF term or none out."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from habeas.ingest.functions import sentencing_body, sentencing_text
from habeas.ingest.functions.readings import Reading, typed
from habeas.model.namespaces import EDTF


def _text(text: str | None) -> ox.Literal | None:
    return None if text is None else ox.Literal(text)


def _decided(text: str) -> ox.Literal | None:
    when = sentencing_text.decided(text)
    return None if when is None else typed(when, EDTF)


SENTENCING: Final[dict[str, Reading]] = {
    "body": lambda text: _text(sentencing_body.body(text)),
    "bodyClass": lambda text: _text(sentencing_body.body_class(text)),
    "bodyKey": lambda text: _text(sentencing_body.body_key(text)),
    "decided": _decided,
    "decidedText": lambda text: _text(sentencing_text.decided_text(text)),
    "accusation": lambda text: _text(sentencing_text.accusation(text)),
    "charged": lambda text, number: _text(sentencing_text.charge(text, int(number))),
}
