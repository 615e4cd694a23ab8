"""Pages from templates: what every page shows, and HTML that escapes all it is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from habeas.bidi import isolated
from habeas.web.addresses import root_of

HERE = Path(__file__).parent
STATIC = HERE / "static"

ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(request: Request, template: str, **context: Any) -> bytes:
    """Return the page that answers a request, as UTF-8."""
    return render(root_of(request), template, **context).encode()


def render(root: str, template: str, **context: Any) -> str:
    """Return a page; ``root`` is the relative link from it to the site's root."""
    return ENVIRONMENT.get_template(template).render(root=root, **context)


def spaced(number: int) -> str:
    """Return a number with its thousands apart, by narrow no-break spaces."""
    return f"{number:,}".replace(",", "\u202f")


ENVIRONMENT.filters["spaced"] = spaced
ENVIRONMENT.filters["isolated"] = isolated
