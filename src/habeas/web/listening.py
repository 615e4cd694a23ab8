"""The socket that the server listens on, opened before anything else so that a taken port is a clear error."""

from __future__ import annotations

import socket

from habeas.errors import UsageError


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to host and port; raises UsageError where that cannot be had."""
    try:
        return _bound(host, port)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}:{port}: {error.strerror or error}",
            where=f"{host}:{port}",
            mend="take another port (habeas serve --port 8080, make run PORT=8080), or a --host of this machine",
        ) from error


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except OSError:
        made.close()
        raise
    return made
