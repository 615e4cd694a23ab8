"""``sh:sparql``: the query of a constraint, asked once for all focus nodes (SHACL §5.3).

SHACL gives ``$this`` a value before the query is evaluated. Joining the focus nodes in where the pattern begins
is the same as long as no part of the query is evaluated by itself with ``$this`` unset; where it might be, the
constraint is left to pySHACL, node by node.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from habeas.errors import QueryError
from habeas.shapes.compiler.constraint import Select, Shape
from habeas.shapes.compiler.data import Data
from habeas.shapes.compiler.finding import Finding, Term
from habeas.shapes.compiler.focus import Focus
from habeas.shapes.compiler.property_path import path_text
from habeas.shapes.path import Path
from habeas.store.tokens import Token, tokens

# What evaluates a part of a query by itself, cuts its solutions, or is given another meaning by SHACL.
_APART: Final = (
    "MINUS", "VALUES", "SERVICE", "GROUP", "HAVING", "LIMIT", "OFFSET", "REDUCED", "ORDER", "FROM",
    "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT",
)  # fmt: skip
_RESERVED: Final = {"shapesGraph", "currentShape", "failure"}
_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")
_PATH: Final = re.compile(r"[?$]PATH\b")


def joined_query(select: Select, shape: Shape, focus: Focus) -> str | None:
    """Return the query over all focus nodes at once, None where it has to be asked node by node."""
    text = _with_path(select.query, shape.path)
    try:
        words = tokens(text) if text else []
    except QueryError:
        return None
    starts = [token.start for token in words if token.text == "{"]
    if text is None or not starts or not _is_joinable(words):
        return None
    first = starts[0] + 1
    return f"{text[:first]} {{ SELECT DISTINCT ?this {{ {focus.pattern} }} }} {text[first:]}"


def select_findings(data: Data, shape: Shape, select: Select, rows: ox.QuerySolutions) -> Iterator[Finding]:
    """Yield a finding for each different solution."""
    names = [variable.value for variable in rows.variables]
    seen: set[tuple[Term | None, ...]] = set()
    for row in rows:
        solution = tuple(row[name] for name in names)
        if solution not in seen:
            seen.add(solution)
            bound = {name: term for name, term in zip(names, solution, strict=True) if term is not None}
            yield _finding(shape, select, bound)


def _finding(shape: Shape, select: Select, bound: dict[str, Term]) -> Finding:
    this, path = bound["this"], bound.get("path")
    own = this if shape.path is None else None
    said = " ".join(_PLACEHOLDER.sub(lambda m: _said(m, bound), text) for text in select.messages)
    return Finding(
        root=this,
        focus=this,
        shape=shape,
        component=select.component,
        path=Path(path.value) if isinstance(path, ox.NamedNode) else shape.path,
        value=bound.get("value", own),
        message=said or "The query of the constraint finds the node.",
    )


def _said(match: re.Match[str], bound: dict[str, Term]) -> str:
    return bound[match[1]].value if match[1] in bound else match[0]


def _with_path(query: str, path: Path | None) -> str | None:
    if path is not None:
        return _PATH.sub(lambda _: path_text(path), query)
    return None if _PATH.search(query) else query


def _is_joinable(words: list[Token]) -> bool:
    if sum(token.is_word("SELECT") for token in words) != 1 or any(t.is_word(*_APART) for t in words):
        return False
    variables = {t.text[1:] for t in words if t.kind == "variable"}
    if variables & _RESERVED or not _projects_this(words) or _rebinds_this(words):
        return False
    return not _filters_apart(words)


def _projects_this(words: list[Token]) -> bool:
    first = next(i for i, token in enumerate(words) if token.is_word("SELECT"))
    opening = next(i for i, token in enumerate(words) if token.text == "{")
    return any(t.text in {"$this", "?this", "*"} for t in words[first:opening])


def _rebinds_this(words: list[Token]) -> bool:
    after = (b for a, b in itertools.pairwise(words) if a.is_word("AS"))
    return any(token.text in {"$this", "?this"} for token in after)


def _filters_apart(words: list[Token]) -> bool:
    """Whether a FILTER, BIND or EXISTS stands in a group that is evaluated before it is joined."""
    groups: list[bool] = []
    for before, token in zip([None, *words], words, strict=False):
        if token.text == "{":
            inside = bool(groups) and groups[-1]
            groups.append(inside or (bool(groups) and _is_bare(before)))
        elif token.text == "}":
            groups.pop()
        elif groups and groups[-1] and token.is_word("FILTER", "BIND", "EXISTS", "OPTIONAL"):
            return True
    return False


def _is_bare(before: Token | None) -> bool:
    return before is not None and not before.is_word("OPTIONAL", "EXISTS", "WHERE")
