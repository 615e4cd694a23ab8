"""The page of the endpoint: a form that a browser sends by GET, and the answer as text."""

from __future__ import annotations

from html import escape
from typing import Any

import orjson

EXAMPLE = """{
  edition { id made }
  people(first: 5) {
    totalCount
    nodes { id label }
  }
}"""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GraphQL – Habeas</title>
<style>
body {{ font-family: system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }}
textarea {{ box-sizing: border-box; font: 0.95rem monospace; width: 100%; }}
pre {{ background: #f4f4f4; color: #111; overflow-x: auto; padding: 1rem; }}
</style>
</head>
<body>
<h1>GraphQL</h1>
<p>Ask the current edition. Programs send the same to this address: POST with JSON, or GET with
<code>?query=</code>. The schema describes itself: ask for <code>__schema</code>.</p>
<form method="get">
<p><label for="query">Query</label><br>
<textarea id="query" name="query" rows="18" spellcheck="false">{query}</textarea></p>
<p><label for="variables">Variables, as JSON</label><br>
<textarea id="variables" name="variables" rows="3" spellcheck="false">{variables}</textarea></p>
<p><button type="submit">Ask</button></p>
</form>
{answer}
</body>
</html>
"""


def asked_variables(text: str) -> dict[str, Any] | None:
    """Return the variables that were typed; raises ValueError where they are no JSON object."""
    if not text.strip():
        return None
    try:
        variables = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"The variables are not JSON: {error}") from error
    if not isinstance(variables, dict):
        raise ValueError("The variables must be a JSON object.")
    return variables


def render_page(query: str, variables: str, answer: dict[str, Any] | None) -> str:
    """Return the page; it loads nothing."""
    shown = ""
    if answer is not None:
        text = orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode()
        shown = f'<h2 id="answer">Answer</h2>\n<pre>{escape(text)}</pre>'
    return _PAGE.format(query=escape(query or EXAMPLE), variables=escape(variables), answer=shown)
