"""A worker: a process of its own that opens one store read-only and answers queries over its pipes.

``python -m habeas.sparql.worker STORE MEMORY ANSWER SECONDS``: bytes of memory, bytes of an answer, seconds
of computing a query. It says ``ready`` in a frame, then answers requests until its input ends.
"""

from __future__ import annotations

import signal
import sys
from typing import IO, TYPE_CHECKING

from habeas.errors import QueryError
from habeas.sparql.confinement import allow_seconds, deny_calls, limit_memory
from habeas.sparql.frames import READY, frame, pack_reply, read_frame, unpack_request

if TYPE_CHECKING:
    import pyoxigraph as ox


def serve(store: ox.Store, requests: IO[bytes], replies: IO[bytes], most: int, seconds: float) -> None:
    """Answer requests until they end; an error is an answer too."""
    from habeas.sparql.evaluation import evaluate

    while (content := read_frame(requests)) is not None:
        allow_seconds(seconds)
        try:
            reply = pack_reply(evaluate(store, unpack_request(content), most))
        except QueryError as error:
            reply = pack_reply(error)
        replies.write(reply)
        replies.flush()


def main(store_path: str, memory: int, most: int, seconds: float) -> int:
    """Confine this process, open the store, serve. The exit status is 1 where the store cannot be opened."""
    # Ctrl-C reaches the whole group of processes; whoever started this one ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for trouble in (limit_memory(memory), deny_calls()):
        if trouble:
            print(f"habeas: SPARQL worker: {trouble}", file=sys.stderr, flush=True)
    # Only now: what the import and the store start must inherit the limits.
    import pyoxigraph as ox

    try:
        store = ox.Store.read_only(store_path)
    except OSError as error:
        print(f"habeas: SPARQL worker: {error}", file=sys.stderr, flush=True)
        return 1
    sys.stdout.buffer.write(frame(READY))
    sys.stdout.buffer.flush()
    serve(store, sys.stdin.buffer, sys.stdout.buffer, most, seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
