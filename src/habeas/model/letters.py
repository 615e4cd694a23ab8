"""The letters of three Cyrillic alphabets in Latin, as data.

Ukrainian follows the Cabinet of Ministers' resolution 55 (2010), Belarusian the instruction for geographical
names of 2007 with its marks left out, Russian the form without marks that the English-language press uses.
``STARTS`` holds what differs at the start of a word. A letter that no table names stays as it is.
"""

from __future__ import annotations

from typing import Final

_SHARED: Final = {
    "а": "a", "б": "b", "в": "v", "д": "d", "ж": "zh", "з": "z", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
    "ш": "sh", "ь": "", "ъ": "", "'": "", "ʼ": "", "’": "",
}  # fmt: skip

LETTERS: Final[dict[str, dict[str, str]]] = {
    "uk": _SHARED | {
        "г": "h", "ґ": "g", "е": "e", "є": "ie", "и": "y", "і": "i", "ї": "i", "й": "i", "щ": "shch",
        "ю": "iu", "я": "ia",
    },
    "be": _SHARED | {
        "г": "h", "ґ": "g", "е": "e", "ё": "io", "і": "i", "й": "i", "ў": "u", "ы": "y", "э": "e", "ю": "iu",
        "я": "ia",
    },
    "ru": _SHARED | {
        "г": "g", "е": "e", "ё": "e", "и": "i", "й": "y", "щ": "shch", "ы": "y", "э": "e", "ю": "yu",
        "я": "ya",
    },
}  # fmt: skip

STARTS: Final[dict[str, dict[str, str]]] = {
    "uk": {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
    "be": {"е": "ye", "ё": "yo", "ю": "yu", "я": "ya"},
    "ru": {"е": "ye"},
}

MARKS: Final = {"uk": "іїєґ", "be": "ў", "ru": "ыэъё"}
"""Letters by which a language gives itself away; the first language with one of them in a text is taken,
Belarusian before the others."""

PLAIN: Final = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ʼ": "'", "’": "'", "`": "'"}
"""Letters and apostrophes that Unicode does not take apart, and what people type in their place."""

SEQUENCES: Final[dict[str, tuple[tuple[str, str], ...]]] = {"uk": (("зг", "zgh"),), "be": (), "ru": ()}
"""Letters that are read together, replaced before the single ones."""
