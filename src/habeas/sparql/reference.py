"""The reference page of a named question, made from its file and from its answer on an edition."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from habeas.sparql.header import Parameter
from habeas.sparql.question import Question

SHOWN: Final = 5
"""Rows of the answer that a page shows."""

_INDEX: Final = """\
# The named questions

Each is one file, `sparql/queries/NAME.rq`, whose header says what it asks, for whom, what an answer means and what
it does not mean. Ask it by name:

- `habeas query NAME --param KEY=VALUE --format table`, or `csv`, `json`, `tsv`, `xml`; `habeas query --list` lists them
- `/sparql/queries/` on the server: a form for each; `/sparql/queries/NAME?KEY=VALUE&format=csv` for programs
- the text of the query at `/sparql`, or on any other SPARQL 1.1 engine that holds an edition

A name is taken as an IRI, as an id, or as it is written in any language, whatever its case. One that means several
things is refused, with a list of them and of what tells them apart: ask again with the IRI. A citation of articles of
law ("58-10", "УК РФ 205.2 ч. 1") means all that it covers, and the answer says which. What is not given leaves the
question open; a parameter that the question does not have is an error.

Each column of people has one with their ids: `person` beside `defendant`, and where a cell lists several names, such as
`clients`, their ids in the same order in another, `clientIds`.

| question | asks | parameters |
|---|---|---|
{rows}

`changes-since`, what has changed since an edition, is not among them yet: it waits for editions that keep their
differences.

These pages are made from the files and from the shipped data, and a test holds them to both:
`habeas build`, then `python -m habeas.sparql docs/reference/questions`.
"""

_PAGE: Final = """\
# {title}

`{name}` · [all questions](index.md)

- **asks**: {asks}
- **for**: {audience}
- **an answer means**: {meaning}
- **it does not mean**: {caution}

{params}
## On the shipped data

```console
$ {command}
{shown}
```

{count}
The same over HTTP: `{address}`

## The query

```sparql
{query}
```
"""


def render_question(question: Question, csv: str) -> str:
    """Return a question's page in Markdown; ``csv`` is the answer to its example."""
    header, *rows = csv.splitlines()
    cut = ["…"] if len(rows) > SHOWN else []
    return _PAGE.format(
        title=question.title,
        name=question.name,
        asks=question.asks,
        audience=question.audience,
        meaning=question.meaning,
        caution=question.caution,
        params=_parameters(question.params),
        command=command(question.name, question.example),
        shown="\n".join([header, *rows[:SHOWN], *cut]),
        count=_count(len(rows), question.shipped),
        address=address(question.name, question.example),
        query=question.body,
    )


def render_index(library: Mapping[str, Question]) -> str:
    """Return the list of all questions in Markdown."""
    rows = (
        f"| [`{name}`]({name}.md) | {question.asks} | {', '.join(map(_signature, question.params))} |"
        for name, question in sorted(library.items())
    )
    return _INDEX.format(rows="\n".join(rows))


def command(name: str, given: Mapping[str, str]) -> str:
    """Return the command that asks a question."""
    params = (f"--param {key}={json.dumps(value, ensure_ascii=False)}" for key, value in given.items())
    return " ".join(("habeas query", name, *params, "--format csv"))


def address(name: str, given: Mapping[str, str]) -> str:
    """Return where a server answers a question, from the server's root."""
    return f"/sparql/queries/{name}?{urlencode({**given, 'format': 'csv'})}"


def _parameters(params: tuple[Parameter, ...]) -> str:
    if not params:
        return "It takes no parameters.\n"
    rows = (f"| `{p.name}` | {_takes(p)} | {p.description} |" for p in params)
    return "\n".join(("| parameter | takes | |", "|---|---|---|", *rows, ""))


def _takes(param: Parameter) -> str:
    kind = ", ".join(f"`{choice}`" for choice in param.choices) or param.kind
    kind += " or citation" if param.by_citation else ""
    return kind if param.is_required else f"{kind}; optional"


def _signature(param: Parameter) -> str:
    return f"`{param.name}`" if param.is_required else f"[`{param.name}`]"


def _count(number: int, shipped: str) -> str:
    if number == 0:
        return f"No row: {shipped}\n"
    cut = f", of which the first {SHOWN} are shown" if number > SHOWN else ""
    return f"{number} row{'' if number == 1 else 's'}{cut}.\n"
