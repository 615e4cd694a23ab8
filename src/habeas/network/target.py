"""Where to push to, and a session there: every error of the driver told as one that a person can mend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from neo4j import Driver, GraphDatabase, Session, exceptions

from habeas import __version__
from habeas.errors import Neo4jError

OLDEST: Final = (5, 26)
"""The first version that takes labels and relationship types as values; the one with long-term support."""

_CONNECT_SECONDS: Final = 10.0


@dataclass(frozen=True)
class Target:
    """A Neo4j server. ``database`` is None for the user's home database; no password means no authentication."""

    uri: str
    user: str = "neo4j"
    password: str | None = field(default=None, repr=False)
    database: str | None = None


@contextmanager
def session_at(target: Target) -> Iterator[Session]:
    """Open a session on a server of a version that is supported.

    Raises Neo4jError where the server cannot be reached, refuses the user, is too old, or fails while in use.
    """
    try:
        with _driver(target) as driver, driver.session(database=target.database) as session:
            driver.verify_connectivity()
            _check_version(session, target)
            yield session
    except exceptions.AuthError as error:
        raise Neo4jError(
            f"Neo4j refuses the user {target.user!r}: {_said(error)}",
            where=target.uri,
            mend="give --user, and the password in the environment variable NEO4J_PASSWORD",
        ) from error
    except exceptions.ServiceUnavailable as error:
        raise Neo4jError(
            f"Neo4j cannot be reached: {_said(error)}",
            where=target.uri,
            mend="start the server, or correct --uri; it is the Bolt address, by default bolt://localhost:7687",
        ) from error
    except (exceptions.Neo4jError, exceptions.DriverError) as error:
        raise Neo4jError(
            f"Neo4j did not do it: {_said(error)}",
            where=target.uri,
            mend="mend what it says and push again: a push takes up where the last one ended",
        ) from error


def _driver(target: Target) -> Driver:
    try:
        if not target.uri.startswith(("bolt", "neo4j")):
            raise ValueError("it has to begin with bolt:// or neo4j://")
        return GraphDatabase.driver(
            target.uri,
            auth=(target.user, target.password) if target.password else None,
            user_agent=f"habeas/{__version__}",
            notifications_min_severity="OFF",
            connection_timeout=_CONNECT_SECONDS,
            max_transaction_retry_time=_CONNECT_SECONDS,
        )
    except (ValueError, exceptions.ConfigurationError) as error:
        raise Neo4jError(
            f"this is no address of a Neo4j server: {error}",
            where=target.uri,
            mend="write it as bolt://localhost:7687 or neo4j://localhost:7687",
        ) from error


def _check_version(session: Session, target: Target) -> None:
    components = session.run("CALL dbms.components() YIELD versions RETURN versions[0] AS version")
    version = str(components.single(strict=True)["version"])
    if not is_supported(version):
        raise Neo4jError(
            f"the server is Neo4j {version}, and this needs 5.26 or later",
            where=target.uri,
            mend="upgrade the server; 5.26 is the version with long-term support",
        )


def is_supported(version: str) -> bool:
    """Return whether a version is new enough: ``5.26.0`` and ``2025.01.0`` are, ``5.9.0`` is not."""
    found = re.match(r"(\d+)\.(\d+)", version)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST


def _said(error: Exception) -> str:
    message = getattr(error, "message", None) or str(error)
    return str(message).strip() or type(error).__name__
