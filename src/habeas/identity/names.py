"""The forms in which names are compared; they are in ``habeas.model.names``, because shapes compare names too."""

from habeas.model.names import guess_language, normalise, romanisations, romanise, search_forms, words

__all__ = ["guess_language", "normalise", "romanisations", "romanise", "search_forms", "words"]
