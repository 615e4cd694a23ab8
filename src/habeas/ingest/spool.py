"""What a source has given so far, on disk: records, rejects, and a journal of the batches that are done.

A run that was cut is taken up again from the journal. A batch counts as done if its line stands in the journal, has
the same key (a digest of all that it was made from) and fits the bytes that are there.
"""

from __future__ import annotations

import json
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Final

from habeas.ingest.bindings import Counts
from habeas.ingest.rejects import HEADER

CHUNK: Final = 1 << 20
RECORDS: Final = "records.nq"
REJECTS: Final = "rejects.csv"
JOURNAL: Final = "journal"


@dataclass(frozen=True)
class Done:
    """A batch that is done: its counts, the offsets at which its records and rejects end, and their CRC-32."""

    key: str
    rows: int = 0
    mapped: int = 0
    rejected: int = 0
    unread: int = 0
    records: int = 0
    rejects: int = len(HEADER)
    check: int = 0
    bindings: Counts = field(default_factory=Counts)


class Spool:
    """The files of a source in its work folder, and how far an earlier run has been taken up."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._records, self._rejects, self._journal = (
            _open(folder / name) for name in (RECORDS, REJECTS, JOURNAL)
        )
        self._earlier = deque(_read_journal(self._journal))
        self._journal_end = 0
        self._last = Done("")
        self._rejects.write(HEADER)

    def take_up(self, key: str) -> Done | None:
        """Return the next batch of the earlier run if it is this one and whole, else None and forget what follows."""
        if not self._earlier:
            return None
        line = self._earlier.popleft()
        done = _parse(line)
        if done is None or done.key != key or done.check != self._check(done):
            self._earlier.clear()
            return None
        self._last = done
        self._journal_end += len(line)
        return done

    def add(self, done: Done, records: Iterator[bytes], rejects: bytes) -> Done:
        """Write down a batch that is done, after those that were taken up; returns it with its offsets."""
        self._drop_rest()
        check = 0
        for chunk in records:
            check = zlib.crc32(chunk, check)
            self._records.write(chunk)
        self._rejects.write(rejects)
        self._last = replace(
            done,
            records=self._records.tell(),
            rejects=self._rejects.tell(),
            check=zlib.crc32(rejects, check),
        )
        line = json.dumps(asdict(self._last)).encode() + b"\n"
        # The journal comes last: a line in it says that the rest is there.
        self._records.flush()
        self._rejects.flush()
        self._journal.write(line)
        self._journal.flush()
        self._journal_end += len(line)
        return self._last

    def finish(self) -> None:
        """Drop what was not taken up: nothing follows."""
        self._earlier.clear()
        self._drop_rest()

    def close(self) -> None:
        """Close the files and leave them as they are, for a later run to take up."""
        for file in (self._records, self._rejects, self._journal):
            file.close()

    def _drop_rest(self) -> None:
        ends = ((self._records, self._last.records), (self._rejects, self._last.rejects))
        for file, end in (*ends, (self._journal, self._journal_end)):
            if file.seek(0, 2) != end:
                file.truncate(end)
                file.seek(end)

    def _check(self, done: Done) -> int:
        """Return the CRC-32 of what lies between the last batch and this one's end."""
        check = _crc(self._records, self._last.records, done.records, 0)
        return _crc(self._rejects, self._last.rejects, done.rejects, check)


def _open(path: Path) -> BinaryIO:
    path.touch(mode=0o600)
    return path.open("r+b")


def _read_journal(file: BinaryIO) -> Iterator[bytes]:
    return (line for line in file.read().splitlines(keepends=True))


def _parse(line: bytes) -> Done | None:
    try:
        found = json.loads(line)
        return Done(**{**found, "bindings": Counts(**found["bindings"])})
    except (ValueError, TypeError, KeyError):
        return None


def _crc(file: BinaryIO, start: int, end: int, check: int) -> int:
    file.seek(start)
    while start < end and (chunk := file.read(min(CHUNK, end - start))):
        check = zlib.crc32(chunk, check)
        start += len(chunk)
    return check if start == end else -1


def chunks_of(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes a piece at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
