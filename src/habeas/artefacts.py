"""Where the declarations are: ontology, shapes, ingest, ledger, graphql, sparql.

An installed wheel carries them as ``habeas/_artefacts``; a checkout has them at its top.
"""

from __future__ import annotations

from pathlib import Path

from habeas.errors import ModelError

FOLDERS = ("ontology", "shapes", "ingest", "ledger", "graphql", "sparql")


def default_root() -> Path:
    """Return the folder that holds the declaration folders.

    Raises ModelError where neither the wheel nor a checkout has them.
    """
    package = Path(__file__).resolve().parent
    for root in (package / "_artefacts", package.parent.parent):
        if (root / "ontology").is_dir():
            return root
    raise ModelError(
        "the declaration folders (ontology, shapes, …) are not there",
        where=str(package),
        mend="install the wheel again, or run from a complete checkout",
    )
