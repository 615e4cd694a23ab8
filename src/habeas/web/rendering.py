"""Pages from templates: what every page shows, and HTML that escapes all it is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from habeas.web.addresses import root_of
from habeas.web.site import site_of

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
    """Return a page as UTF-8; ``root`` leads to the site's root, ``site`` is the site."""
    text = ENVIRONMENT.get_template(template).render(
        root=root_of(request), site=site_of(request), query=request.query_params.get("q", ""), **context
    )
    return text.encode()


def spaced(number: int) -> str:
    """Return a number with its thousands apart, by narrow no-break spaces."""
    return f"{number:,}".replace(",", "\u202f")


ENVIRONMENT.filters["spaced"] = spaced
