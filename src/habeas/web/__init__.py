"""The web server: pages, documents, lists and search over one edition, GraphQL and SPARQL beside them."""

from habeas.web.application import create_app

__all__ = ["create_app"]
