"""Write a home of made-up records: several sources on the same people, each record with its tier.

    python bench/records.py 10000 FOLDER [--sources 3] [--seed 20261122]

Each source has the rows of ``rows.py`` by a seed of its own, so the sources speak of the same names and differ on who
sentenced them, when and to what. Of the records 4 in 100 are delayed, 3 restricted, 1 sealed, 2 without a ruling;
the rest are public. The home is one as ``habeas build --home FOLDER`` takes it: tables under ``ingest/``, records as
N-Quads under ``records/``, rulings under ``ledger/``. The same number, sources and seed give the same records.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import shutil
from collections import Counter
from pathlib import Path

from rows import write

from habeas.config import Settings
from habeas.identity import Clearance, append_entries
from habeas.ingest import ingest_source, read_source, write_source
from habeas.model import read_model, read_vocabularies
from habeas.model.namespaces import local_name
from habeas.publish.records import Record, load_records

HERE = Path(__file__).resolve().parent
TODAY = dt.date(2026, 11, 22)
TIERS = {"delayed": 0.04, "restricted": 0.03, "sealed": 0.01, "": 0.02}
"""The share of records by tier; an empty one is no ruling."""


def make_home(home: Path, number: int, sources: int, seed: int) -> Counter[str]:
    """Write tables, records and rulings; return how many records have which tier.

    Raises FileExistsError where the folder holds anything.
    """
    if home.exists() and any(home.iterdir()):
        raise FileExistsError(f"{home} is not empty")
    settings = Settings(home=home)
    declared = read_model(settings.ontology, settings.shapes), read_vocabularies(settings.ontology)
    for at in range(1, sources + 1):
        folder = home / "ingest" / f"synthetic-{at}"
        _write_source(folder, number, seed + at)
        write_source(ingest_source(read_source(folder), *declared), home)
    return _rule(home, random.Random(seed))


def _write_source(folder: Path, number: int, seed: int) -> None:
    folder.mkdir(parents=True)
    for name in ("source.toml", "mapping.ru"):
        shutil.copy(HERE / "ingest" / name, folder)
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as out:
        write(number, out, seed)


def _rule(home: Path, chance: random.Random) -> Counter[str]:
    found = [record for record in load_records(home / "records").values() if record.value("tableName")]
    tiers = {record.iri: _tier(chance.random()) for record in found}
    append_entries((_ruling(r, tiers[r.iri]) for r in found if tiers[r.iri]), home / "ledger")
    return Counter(tiers.values())


def _tier(draw: float) -> str:
    for tier, share in TIERS.items():
        if draw < share:
            return tier
        draw -= share
    return "public"


def _ruling(record: Record, tier: str) -> Clearance:
    return Clearance(
        record=local_name(record.iri.value),
        digest=record.digest,
        tier=tier,
        until=(TODAY + dt.timedelta(days=365)).isoformat() if tier == "delayed" else None,
        by="bench/records.py",
        why="synthetic",
        when=TODAY.isoformat(),
    )


def main() -> None:
    """Write a home and print how many records have which tier."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("number", type=int, help="rows a source, each of another person")
    parser.add_argument("home", type=Path, help="a folder that is empty or not there")
    parser.add_argument("--sources", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20261122)
    chosen = parser.parse_args()
    for tier, count in sorted(make_home(chosen.home, chosen.number, chosen.sources, chosen.seed).items()):
        print(f"{count:>9} {tier or 'without a ruling'}")


if __name__ == "__main__":
    main()
