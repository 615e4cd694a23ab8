"""The readers of lists return nothing that their input does not state: by generated forms, and by random text.

What "states" means here is said by checks that do not use the readers: they look for numbers, and for whole words of
the tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from habeas.ingest.functions.articles import CitedArticle, read_articles
from habeas.ingest.functions.courts import court_kind
from habeas.ingest.functions.dates_in_words import date
from habeas.ingest.functions.facilities import named_facility
from habeas.ingest.functions.fines import sum_of_money
from habeas.ingest.functions.law_codes import code_of, law_codes
from habeas.ingest.functions.penalties import penalty
from habeas.ingest.functions.person_words import country, occupation, sex
from habeas.ingest.functions.terms_in_words import stated_term
from habeas.ingest.functions.word_tables import read_rows, read_table

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = {
    ord(sign): f" {number} " for signs in ("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉") for number, sign in enumerate(signs)
}
LAW, FACILITIES, PENALTIES, COURTS, MONEY = (
    read_table(name) for name in ("law_codes", "facility_words", "penalty_words", "court_words", "currencies")
)
TERMS, DATES = read_table("term_words"), read_table("date_words")


# --- what a text states -----------------------------------------------------------------------------------------------


def folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().replace("i\u0307", "i").replace("ı", "i")


def numbers(text: str) -> set[str]:
    """The numbers of a text without zeros before them; raised ones stand apart, as do those of ``361⁴``."""
    runs = re.sub(rf"[{''.join(map(chr, LOWERED))}]+", lambda run: f" {plain_digits(run.group())} ", text)
    return {str(int(run)) for run in re.findall(r"\d+", runs)}


def plain_digits(text: str) -> str:
    return re.sub(r"\s", "", text.translate(LOWERED))


def says(text: str, forms: Iterable[str], court: bool = False) -> bool:
    """Whether one of these phrases is in the text, word for word."""
    words = re.findall(r"\w+", folded(text).translate(LOWERED))
    return any(_says(words, form) for form in forms)


def _says(words: list[str], form: str) -> bool:
    courts = "|".join(COURTS["court"]["forms"])
    pieces = [piece for piece in re.split(r"[^\w*{}]+", folded(form)) if piece]
    patterns = [
        re.compile(re.escape(p).replace(r"\*", r"\w*").replace(r"\{court\}", f"(?:{courts})")) for p in pieces
    ]
    # "УКРБ" and "КПСС" are the same to the readers with a space and without.
    joined = re.compile("".join(pattern.pattern for pattern in patterns))
    places = range(len(words) - len(patterns) + 1)
    found = any(
        all(p.fullmatch(word) for p, word in zip(patterns, words[at:], strict=False)) for at in places
    )
    return found or any(joined.fullmatch(word) for word in words)


def states_articles(text: str, found: list[CitedArticle]) -> None:
    known = numbers(text)
    roman = set(re.findall(r"[ivі]+", folded(text)))
    for article in found:
        for field in (article.article, article.part, article.point, article.through):
            for run in re.findall(r"\d+", field):
                assert str(int(run)) in known or (field == article.part and roman), (text, article)
            for letters in re.findall(r"[^\W\d_]+", field):
                assert letters in folded(text), (text, article)
        if article.code:
            states_code(text, article.code)
        if article.kind:
            (kind,) = (row for row in LAW["kind"] if row["mark"] == article.kind)
            assert says_kind(text, kind), (text, article)


def states_code(text: str, key: str) -> None:
    code = law_codes()[key]
    own = [form for row in LAW["code"] if row["key"] == key for form in row["forms"]]
    if says(text, own):
        return
    assert code.country, (text, key)
    (state,) = (row for row in LAW["country"] if row["short"] == code.country)
    (kind,) = (row for row in LAW["kind"] if row["name"] == code.kind)
    names = [*state["genitive"], *state["of"], *state["before"]]
    glued = [f"{form}{name}" for form in (*kind["forms"], *kind.get("abbreviations", ())) for name in names]
    assert (says(text, names) and says_kind(text, kind)) or says(text, glued), (text, key)


def says_kind(text: str, kind: dict[str, Any]) -> bool:
    around = [part for form in kind.get("around", ()) for part in form.split(" {} ")]
    return says(text, [*kind["forms"], *kind.get("abbreviations", ()), *around])


# --- texts ------------------------------------------------------------------------------------------------------------


def real_words(forms: Iterable[str]) -> list[str]:
    """Forms as a text has them: an ending for each star, a court for each placeholder."""
    return sorted(
        {form.replace("{court}", "суд").replace("* ", "а ").replace("*", "") for form in forms} - {""}
    )


CODE_WORDS = real_words(
    [
        *(form for row in LAW["kind"] for form in row["forms"]),
        *(form for row in LAW["country"] for side in ("genitive", "of", "before") for form in row[side]),
        *(form for row in LAW["code"] for form in row["forms"]),
    ]
)
MARKS = [
    "ст.",
    "ст",
    "ч.",
    "п.",
    "пп.",
    "части",
    "article",
    "part",
    "§",
    "и",
    "and",
    "of",
    "the",
    "по",
    "прим",
    "прим.",
    "со значком",
    "bis",
]
SIGNS = [
    " ",
    " ",
    " ",
    ",",
    ", ",
    ".",
    "-",
    "–",
    "(",
    ")",
    "«",
    "»",
    '"',
    "/",
    ";",
    ":",
    "\n",
    "⁴",
    "²",
    "½",
    "<sup>",
    "</sup>",
    "^",
    "′",
]
OTHER = [
    "Молдовы",
    "Moscow",
    "Иванов",
    "января",
    "1937 г.",
    "а",
    "б",
    "no.",
    "№",
    "не",
    "so-called",
    "детская",
    "II",
]
DIGITS = st.integers(0, 999).map(str)


def mixed(words: list[str]) -> st.SearchStrategy[str]:
    """Random texts of the readers' own words, numbers and signs."""
    piece = st.one_of(
        st.sampled_from(words), st.sampled_from(SIGNS), DIGITS, st.sampled_from(OTHER), st.text(max_size=3)
    )
    return st.lists(piece, max_size=12).map(
        lambda pieces: "".join(f"{p} " if p.isalpha() else p for p in pieces)
    )


# --- articles ---------------------------------------------------------------------------------------------------------


@st.composite
def codes(draw: st.DrawFn) -> tuple[str, str]:
    """The name of a code, and its key; empty where the name is of no country."""
    kind = draw(st.sampled_from(LAW["kind"]))
    form = draw(st.sampled_from(real_words(kind["forms"])))
    state = draw(st.sampled_from([*LAW["country"], None]))
    if state is None:
        return form, ""
    key = code_of(kind["name"], state["short"])
    name = draw(st.sampled_from(["behind", "before", "of", "name"]))
    if name == "behind":
        return f"{form} {draw(st.sampled_from(state['genitive']))}", key
    if name == "of":
        return f"{form} of {draw(st.sampled_from(state['of']))}", key
    if name == "before":
        return f"{draw(st.sampled_from(real_words(state['before'])))} {form}", key
    return law_codes()[key].names[draw(st.sampled_from(["en", "ru", "uk", "be"]))], key


@st.composite
def raised_numbers(draw: st.DrawFn) -> tuple[str, str, str]:
    """A number with one above the line as texts write it, with the two."""
    base, index = draw(st.integers(200, 499)), draw(st.integers(1, 19))
    written = draw(
        st.sampled_from(
            [
                f"{base}{str(index).translate(RAISED)}",
                f"{base} {str(index).translate(RAISED)}",
                f"{base}<sup>{index}</sup>",
                f"{base}^{index}",
                f"{base} прим {index}",
                f"{base} прим. {index}",
                f"{base} со значком {index}",
            ]
        )
    )
    return written, str(base), str(index)


@settings(max_examples=300, deadline=None)
@given(codes(), raised_numbers(), st.integers(0, 9), st.booleans())
def test_an_article_of_a_code_is_read_with_its_country_and_its_raised_number(
    code: tuple[str, str], number: tuple[str, str, str], part: int, upper: bool
) -> None:
    (name, key), (written, base, index) = code, number
    text = f"ч. {part} ст. {written} {name}" if part else f"ст. {written} {name}"
    (article,) = read_articles(text.upper() if upper and "<" not in text and "ß" not in text else text)
    superscript = law_codes()[key].superscript if key else "-"
    assert (article.code, article.article) == (key, f"{base}{superscript}{index}")
    assert article.part == (str(part) if part else "")
    states_articles(text, [article])
    assert read_articles(str(article)) == [article]


@settings(max_examples=200, deadline=None)
@given(st.lists(raised_numbers(), min_size=2, max_size=5, unique_by=lambda number: number[1:]), codes())
def test_a_chain_of_articles_is_of_the_code_behind_it(
    chain: list[tuple[str, str, str]], code: tuple[str, str]
) -> None:
    found = read_articles("ст.ст. " + ", ".join(written for written, _, _ in chain) + " " + code[0])
    assert {article.code for article in found} == {code[1]}
    superscript = law_codes()[code[1]].superscript if code[1] else "-"
    assert [article.article for article in found] == [
        f"{base}{superscript}{index}" for _, base, index in chain
    ]


@settings(max_examples=600, deadline=None)
@given(mixed([*CODE_WORDS, *MARKS]) | st.text(max_size=40))
def test_articles_of_random_text_are_stated_in_it(text: str) -> None:
    states_articles(text, read_articles(text))


@settings(max_examples=200, deadline=None)
@given(mixed([*CODE_WORDS, *MARKS]), st.sampled_from(["Belarus", "Russia", "Ukraine"]))
def test_a_country_that_the_mapping_states_is_the_only_one_that_is_added(text: str, state: str) -> None:
    own = {"Belarus": "РБ", "Russia": "РФ", "Ukraine": "Украины"}[state]
    for article in read_articles(text, "", state):
        if article.code and law_codes()[article.code].country != own:
            states_code(text, article.code)


# --- kinds ------------------------------------------------------------------------------------------------------------


def kinds_of(table: dict[str, Any], field: str, value: str) -> list[dict[str, Any]]:
    return [row for row in table["kind"] if row[field] == value]


FACILITY_WORDS = real_words(
    form for row in FACILITIES["kind"] for side in ("forms", "numbered", "bare") for form in row.get(side, ())
)
PENALTY_WORDS = real_words(
    form
    for row in PENALTIES["kind"]
    for side in ("forms", "beside", "places", "alone")
    for form in row.get(side, ())
)
COURT_WORDS = real_words(form for row in COURTS["kind"] for form in row["forms"])
GLUE = ["щ", "не", "ость", "er", "s", "о-"]


@settings(max_examples=500, deadline=None)
@given(mixed([*FACILITY_WORDS, *GLUE]))
def test_the_kind_and_number_of_a_facility_are_stated(text: str) -> None:
    try:
        found = named_facility(text)
    except ValueError:
        return
    rows = kinds_of(FACILITIES, "term", found.term)
    forms = [
        form for row in rows for side in ("forms", "numbered", "bare", "dashed") for form in row.get(side, ())
    ]
    assert says(text, forms), (text, found)
    assert not found.number or found.number in numbers(text), (text, found)


@settings(max_examples=500, deadline=None)
@given(mixed([*PENALTY_WORDS, *GLUE]))
def test_the_kind_of_a_penalty_is_stated(text: str) -> None:
    try:
        found = penalty(text)
    except ValueError:
        return
    (row,) = kinds_of(PENALTIES, "term", found)
    beside = [*row.get("beside", ()), *row.get("places", ())]
    assert says(text, [*row.get("alone", ()), *row.get("place_alone", ())]) or (
        says(text, row["forms"]) and (not beside or says(text, beside))
    )


@settings(max_examples=500, deadline=None)
@given(mixed([*COURT_WORDS, *GLUE, "РФ", "of Norway", "Татарстана", "Республики Беларусь"]))
def test_the_kind_and_level_of_a_court_are_stated(text: str) -> None:
    assume(not re.fullmatch(r"\s*\d{2}[A-Z]{2}\d{4}\s*", text))
    try:
        kind, level = court_kind(text)
    except ValueError:
        return
    rows = kinds_of(COURTS, "kind", kind)
    republics = says(text, COURTS["republics"]["forms"])
    supreme = kinds_of(COURTS, "kind", "supreme")[0]["forms"]
    assert says(text, [form for row in rows for form in row["forms"]]) or (
        kind == "regional" and republics and says(text, supreme)
    )
    if any(row.get("of_state") for row in rows) and level:
        names = [
            form for row in LAW["country"] for side in ("genitive", "of", "before") for form in row[side]
        ]
        countries = {row[tag] for row in read_rows("countries") for tag in ("en", "alpha2", "alpha3")}
        others = [form for forms in read_table("country_words")["names"].values() for form in forms]
        assert says(text, [*names, *COURTS["states"]["forms"], *countries, *others]), (text, kind, level)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=20) | st.sampled_from(["", "x"]))
def test_words_for_people_are_whole_texts(text: str) -> None:
    plain = " ".join(folded(text).replace("’", "'").replace("ʼ", "'").split()).rstrip(".").strip()
    for read, known in (
        (sex, read_table("person_words")["sex"]),
        (occupation, read_table("occupation_words")),
    ):
        try:
            found = read(text)
        except ValueError:
            continue
        assert plain in known[found]
    try:
        code = country(text)
    except ValueError:
        return
    (row,) = (row for row in read_rows("countries") if row["alpha2"] == code)
    names = {*row.values(), *read_table("country_words")["names"].get(code, ())}
    assert plain in {folded(name).replace("’", "'").replace("ʼ", "'") for name in names}


# --- sums, terms, dates -----------------------------------------------------------------------------------------------

MONEY_WORDS = real_words(
    [*(form for forms in MONEY["forms"].values() for form in forms), *MONEY["rubles"]["forms"]]
)


@settings(max_examples=500, deadline=None)
@given(
    st.integers(1, 999_999),
    st.sampled_from(MONEY_WORDS),
    st.sampled_from([*OTHER, "", "штраф", "тыс.", "млн"]),
    st.sampled_from(["{n} {word} {other}", "{other} {n} {word}", "{word}{n}", "{n}² {word}"]),
)
def test_a_sum_has_the_number_and_the_currency_of_its_text(
    number: int, word: str, other: str, form: str
) -> None:
    text = form.format(n=number, word=word, other=other)
    try:
        amount, currency = sum_of_money(text, "")
    except ValueError:
        return
    assert amount / number in {1, 1000, 1_000_000}
    assert amount == number or says(text, ["тыс", "млн"])
    forms = MONEY["forms"][currency] if currency else MONEY["rubles"]["forms"]
    stated = [form for form in forms if re.search(r"\w", form)]
    assert says(re.sub(r"\d", " ", text), stated) or any(
        sign in folded(text) for sign in set(forms) - set(stated)
    )


NUMBER_WORDS = [form for forms in TERMS["numbers"].values() for form in forms]
UNIT_WORDS = [form for forms in TERMS["units"].values() for form in forms]
FILLERS = TERMS["qualifiers"]["filler"]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.one_of(DIGITS, st.sampled_from([*UNIT_WORDS, *UNIT_WORDS, *FILLERS, "and", "и"])), max_size=6)
)
def test_a_term_has_the_numbers_of_its_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        found = stated_term(text)
    except ValueError:
        return
    counted = re.findall(r"\d+", f"{found.shortest}{found.longest}")
    known = {int(number) for number in numbers(text)}
    # A unit without a number is one, and a week is seven days.
    known |= {1} if any(piece in TERMS["single"]["forms"] for piece in pieces) else set()
    possible = known | {number * 7 for number in known} | {a * 7 + b for a in known for b in known} | {0}
    assert {int(number) for number in counted} <= possible, (text, found)


MONTHS = {
    form: int(month)
    for tag in DATES["months"]
    for month, forms in DATES["months"][tag].items()
    for form in forms
}
DATE_WORDS = [
    form for tag in DATES["qualifiers"] for forms in DATES["qualifiers"][tag].values() for form in forms
]
DATE_PIECES = st.one_of(
    st.integers(1, 31).map(str),
    st.integers(1900, 2030).map(str),
    st.sampled_from(sorted(MONTHS)),
    st.sampled_from([*DATE_WORDS, "-", "/", "~", "?", "/"]),
)


@settings(max_examples=600, deadline=None)
@given(st.lists(DATE_PIECES, min_size=1, max_size=6), st.sampled_from(["", "dmy", "mdy"]))
def test_a_date_has_the_days_months_and_years_of_its_text(pieces: list[str], order: str) -> None:
    text = " ".join(pieces)
    try:
        found = date(text, order)
    except ValueError:
        return
    known = {int(number) for number in numbers(text)}
    months = known | {MONTHS[piece] for piece in pieces if piece in MONTHS}
    spans = {
        form for span in DATES["span"] for key, forms in span.items() if key != "months" for form in forms
    }
    for part in found.split("/"):
        match = re.fullmatch(r"(?:(\d{4})|XXXX|(\d{3})X)?(?:-(\d\d))?(?:-(\d\d))?[~?%]?|\.\.", part)
        assert match, (text, found)
        year, decade, month, day = match.groups()
        assert not year or int(year) in known or int(year[2:]) in known, (text, found)
        assert not decade or int(f"{decade}0") in known, (text, found)
        assert not day or int(day) in known, (text, found)
        assert not month or int(month) in months or says(text, spans), (text, found)
