"""The web server: pages, documents, lists and search over one edition, GraphQL and SPARQL beside them."""

from habeas.web.application import create_app
from habeas.web.listening import listen

__all__ = ["create_app", "listen"]
