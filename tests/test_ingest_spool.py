"""The parts that ingest at size rests on: keys kept small, fast ids, and the spool of a run under way."""

from __future__ import annotations

import hashlib
import hmac
import random
from base64 import b32encode
from pathlib import Path

from habeas.ingest.identifiers import computed_id, entity_id
from habeas.ingest.keys import KeySet
from habeas.ingest.spool import JOURNAL, RECORDS, Done, Spool


def test_keys_are_new_once() -> None:
    chance = random.Random(5)
    keys, plain = KeySet(), set()
    for _ in range(20_000):
        key = f"synthetic-{chance.randrange(9_000)}"
        assert keys.add(key) is (key not in plain)
        plain.add(key)
    assert len(keys) == len(plain)
    assert not keys.add("synthetic-1") and keys.add("")


def test_ids_are_those_of_the_standard_library() -> None:
    chance = random.Random(7)
    for _ in range(500):
        id_key = chance.choice(["", "synthetic", "ключ", "k" * 200])
        parts = [chance.choice("abc é") * chance.randrange(9) for _ in range(3)]
        message = "\x1f".join(["entity", *parts[:2], " ".join(parts[2].casefold().split())]).encode()
        digest = hmac.digest(id_key.encode(), message, hashlib.sha256)
        wanted = "urn:habeas:id:" + b32encode(digest).decode().lower()[:20]
        assert entity_id(parts[0], parts[1], parts[2], id_key) == wanted
    assert len({computed_id(str(n)) for n in range(1000)}) == 1000


def test_a_spool_keeps_what_was_taken_up_and_drops_the_rest(tmp_path: Path) -> None:
    first = Spool(tmp_path)
    for key in "abc":
        first.add(Done(key, rows=1), iter([key.encode() * 10]), b"")
    first.close()
    second = Spool(tmp_path)
    assert second.take_up("a") is not None
    assert second.take_up("x") is None
    assert second.take_up("b") is None
    second.add(Done("d"), iter([b"dd"]), b"r\n")
    second.finish()
    second.close()
    assert (tmp_path / RECORDS).read_bytes() == b"a" * 10 + b"dd"
    assert (tmp_path / "rejects.csv").read_bytes().endswith(b"whole_row\nr\n")
    assert (tmp_path / JOURNAL).read_bytes().count(b"\n") == 2
