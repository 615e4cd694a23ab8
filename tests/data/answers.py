"""The answers of the named questions on ``questions.trig``, to the last row; everything in it is synthetic.

An IRI of the graph stands here without ``ID``. Loaded by path, for the tests are no package.
"""

from __future__ import annotations

from collections.abc import Mapping

ID = "http://localhost:8000/id/"
LIST, NEWS = "Synthetic list", "Synthetic news page"
ALPHA, BETA, GAMMA, DELTA = (f"Synthetic Person {name}" for name in ("Alpha", "Beta", "Gamma", "Delta"))
ZETA, ETA, THETA, IOTA, KAPPA, MU, XI = (
    f"Synthetic Person {name}" for name in ("Zeta", "Eta", "Theta", "Iota", "Kappa", "Mu", "Xi")
)
SEVEN, BOTH = "article 7 of Synthetic Code", "article 7 of Synthetic Code; article 8 of Synthetic Code"
THREE, FOUR, CITY, CAMP = (
    "Synthetic Judge Three",
    "Synthetic Judge Four",
    "Synthetic City Court",
    "Synthetic Camp",
)
SEVEN_OLD, CODE = "Article 7 of the Synthetic Code, to 2015", "Synthetic Code"
LIST_A, LIST_B = "Synthetic List A", "Synthetic List B"
HOSPITAL = "https://w3id.org/habeas/vocabulary/facility-kind/hospital"
JUDGE, COLONY = "Synthetic Judge One", "Synthetic Colony"
COURT, EXCHANGE = "Synthetic District Court", "Synthetic exchange of 2 August 2022"
TOTAL = "Exactly 1135: imprisoned, political prisoners, Belarus"
DAY = "as of 23 December 2025"

# For each question: what is given, the variables, and every row in its order.
ANSWERS: dict[str, tuple[Mapping[str, str], str, list[tuple[str, ...]]]] = {
    "defendants-by-judge": (
        {"judge": "Synthetic Judge One"},
        "defendant judgeName role court date termMonths penalty fine currency charge source locator judge person"
        " record",
        [
            (ALPHA, JUDGE, "judge", COURT, "5 May 2015", "43", "Colony settlement", "10000", "RUB",
             "a synthetic charge", LIST, "row 1", "judgesyntheticone234", "alpha", "r-sentencing-1"),
            (ALPHA, JUDGE, "judge", COURT, "5 May 2015", "43", "Colony settlement", "10000", "RUB",
             "a synthetic charge", NEWS, "page 7", "judgesyntheticone234", "alpha",
             "r-sentencing-2"),
            (BETA, JUDGE, "judge", "", "in 2016", "", "", "", "", "", LIST, "row 2", "judgesyntheticone234", "beta",
             "r-sentencing-3"),
        ],
    ),
    "held-in-facility": (
        {"facility": "Synthetic Colony", "from": "2015-06-15", "to": "2019-01-01"},
        "prisoner facilityName event part date earliest latest source locator person record",
        [
            (ALPHA, COLONY, f"Punishment: {ALPHA}", "held in", "", "", "", NEWS, "page 10", "alpha", "r-undated"),
            (ALPHA, COLONY, f"Detention: {ALPHA}, June 2015", "held in", "June 2015", "2015-06-01", "2015-06-30",
             LIST, "row 4", "alpha", "r-detention"),
            (BETA, COLONY, f"Transfer: {BETA}, 1 March 2018", "taken from", "1 March 2018", "2018-03-01",
             "2018-03-01", NEWS, "page 9", "beta", "r-transfer"),
        ],
    ),
    "timeline": (
        {"person": "Synthetic Person Gamma"},
        "date earliest latest kind act event parts standing place details quoted source locator happening person"
        " record",
        [
            ("May 2019", "2019-05-01", "2019-05-31", "Death", "event", f"Did the death of {GAMMA} happen?",
             "subjectPerson", "disputed: died", "", "", "Synthetic Committee", LIST, "row 5", "death-gamma",
             "gamma", "r-death-says"),
            ("2022", "2022-01-01", "2022-12-31", "Release", "event", f"Release: {GAMMA}, 2022", "subjectPerson",
             "asserted", "", "", "", NEWS, "page 14", "release-gamma", "gamma", "r-release"),
            ("", "", "", "Death", "event", f"Did the death of {GAMMA} happen?", "subjectPerson",
             "disputed: alive", "", "", "a synthetic consulate", NEWS, "page 11", "death-gamma", "gamma",
             "r-death-denies"),
            ("", "", "", "Sentencing", "finding", f"Sentencing: {GAMMA}", "defendant",
             "asserted", "", "", "", LIST, "row 3", "sentencing-gamma", "gamma", "r-sentencing-4"),
        ],
    ),
    "co-defendants": (
        {"person": "Synthetic Person Alpha"},
        "coDefendant case caseNumber event date earliest source locator other record",
        [
            (GAMMA, "", "", "", "", "", NEWS, "page 8", "gamma", "r-codefendant"),
            (BETA, "Synthetic case 1", "1/2015", f"Sentencing: {BETA}, in 2016", "in 2016", "2016-01-01",
             LIST, "row 2", "beta", "r-sentencing-3"),
        ],
    ),
    "disagreements": (
        {"person": "Synthetic Person Gamma"},
        "disagreement about property value side decided quoted source locator dispute subject person record",
        [
            ("Sources contradict each other on a death.", "", "type", "alive", "denies", "undecided",
             "a synthetic consulate", NEWS, "page 11", "dispute-death", "death-gamma", "gamma", "r-death-denies"),
            ("Sources contradict each other on a death.", "", "type", "died", "asserts", "undecided",
             "Synthetic Committee", LIST, "row 5", "dispute-death", "death-gamma", "gamma", "r-death-says"),
        ],
    ),
    "exchanges": (
        {},
        "exchange date earliest parties mediators released group source locator person record",
        [
            ("Synthetic exchange without names", "", "", "", "", "", "", NEWS, "page 13", "", "r-exchange-3"),
            (EXCHANGE, "2 August 2022", "2022-08-02", "Synthetic State A; Synthetic State B",
             "Synthetic Committee", ALPHA, "", LIST, "row 8", "alpha", "r-exchange-1"),
            (EXCHANGE, "2 August 2022", "2022-08-02", "Synthetic State A; Synthetic State B",
             "Synthetic Committee", "", "exactly 14", LIST, "row 9", "", "r-exchange-2"),
        ],
    ),
    "releases-by-month": (
        {},
        "period kind people groups sources",
        [
            ("2022", "Release", "1", "", NEWS),
            ("2022-08", "ExchangeRelease", "1", "exactly 14", LIST),
            ("not dated", "Pardon", "1", "", NEWS),
        ],
    ),
    "deaths-by-facility": (
        {},
        "facility standing deaths people sources where peopleIds",
        [
            (COLONY, "asserted", "1", f"{DELTA} (3 April 2020)", LIST, "colony", "delta"),
            (COLONY, "disputed", "1", GAMMA, f"{LIST}; {NEWS}", "colony", "gamma"),
            ("not stated", "asserted", "1", f"{BETA} (early 2021)", NEWS, "", "beta"),
        ],
    ),
    "figures-in-conflict": (
        {},
        "conflict first firstDate firstSource second secondDate secondSource figure other",
        [
            ("a lower bound fell", "More than 2600: served and released, political prisoners, Belarus",
             "as of March 2025", f"{NEWS}, page 17",
             "More than 1700: served and released, political prisoners, Belarus", "since 2020", f"{LIST}, row 11",
             "figure-served-before", "figure-served-after"),
            ("different numbers", "More than 1200: imprisoned, political prisoners, Belarus", DAY,
             f"{NEWS}, page 16", TOTAL, DAY, f"{LIST}, row 10", "figure-total-two", "figure-total"),
            ("parts do not add up", TOTAL, DAY, f"{LIST}, row 10", "968 + 168 = 1136", "", "", "figure-total", ""),
        ],
    ),
    "statements-with-source": (
        {},
        "statement act kind by to about date earliest content quoted source locator said byIds toIds aboutIds record",
        [
            ("Synthetic resolution", "statement", "Resolution", "Synthetic Committee; Synthetic State A",
             "Synthetic State B", ALPHA, "19 December 2016", "2016-12-19", "Asks for a synthetic release.",
             "Synthetic Committee", LIST, "row 13", "statement", "body; state-a", "state-b", "alpha",
             "r-statement"),
            ("Remark of a synthetic politician", "statement", "", "Synthetic Politician", "",
             "Synthetic Person Accused", "", "", "Calls a synthetic person a terrorist.", "", NEWS, "page 33",
             "remark-accused", "politician", "", "accused", "r-remark-accused"),
        ],
    ),
    "custody-extensions": (
        {},
        "prisoner court judgeName decided earliest until untilEarliest untilLatest quoted source locator judge"
        " person record",
        [
            (ALPHA, "", "", "", "", "30 September 2014", "2014-09-30", "2014-09-30", "", LIST, "row 14", "", "alpha",
             "r-extension-2"),
            (BETA, COURT, JUDGE, "a Thursday", "", "March 4", "", "", "a synthetic lawyer", NEWS, "page 18",
             "judgesyntheticone234", "beta", "r-extension"),
        ],
    ),
    "lawyers-prosecuted": (
        {},
        "lawyer clients event kind date earliest court charge termMonths source locator person clientIds"
        " record",
        [
            ("Synthetic Lawyer Epsilon", ALPHA, "Sentencing: Synthetic Lawyer Epsilon, 17 January 2025",
             "Sentencing", "17 January 2025", "2025-01-17", "", "defending a synthetic person", "66", LIST,
             "row 16", "advocate", "alpha", "r-lawyer"),
        ],
    ),
    "judges-by-article": (
        {"article": "Article 7 of the Synthetic Code, to 2015"},
        "articleName law judgeName defendant court date earliest termMonths source locator article judge person record",
        [
            (SEVEN_OLD, CODE, THREE, ZETA, CITY, "10 March 2014", "2014-03-10", "48", LIST, "row 21", "article-old",
             "judge-three", "zeta", "r-zeta"),
            (SEVEN_OLD, CODE, THREE, ETA, CITY, "February 2017", "2017-02-01", "48", NEWS, "page 22", "article-old",
             "judge-three", "eta", "r-eta"),
        ],
    ),
    "facility-unknown-since": (
        {"date": "2020-05-02"},
        "prisoner asOf lastFacility part lastDate latest source locator person facility record",
        [
            (ETA, "", CAMP, "held in", "July 2019", "2019-07-31", NEWS, "page 24", "eta", "camp", "r-placings"),
            (IOTA, "", CAMP, "held in", "", "", NEWS, "page 24", "iota", "camp", "r-placings"),
            (MU, "", CAMP, "taken from", "1 May 2020", "2020-05-01", NEWS, "page 24", "mu", "camp", "r-placings"),
            (THETA, "", "", "", "", "", "", "", "theta", "", ""),
            (ZETA, "2014-12-31", CAMP, "held in", "2014", "2014-12-31", LIST, "row 28", "zeta", "camp",
             "r-placings-two"),
            (ZETA, "2014-12-31", CAMP, "held in", "2014", "2014-12-31", NEWS, "page 24", "zeta", "camp",
             "r-placings"),
        ],
    ),
    "median-terms": (
        {"by": "judge"},
        "by name penalty sentences median shortest longest group",
        [
            ("judge", "Synthetic Judge Five", "Penal colony", "1", "83", "83", "83", "judge-five"),
            ("judge", "Synthetic Judge Five", "Suspended sentence", "1", "100", "100", "100", "judge-five"),
            ("judge", FOUR, "Penal colony", "3", "70", "30", "400", "judge-four"),
            ("judge", JUDGE, "Colony settlement", "1", "43", "43", "43", "judgesyntheticone234"),
            ("judge", THREE, "Penal colony", "4", "65.5", "48", "91", "judge-three"),
        ],
    ),
    "over-maximum": (
        {},
        "sentenced termMonths highest together articles event court date earliest source locator person sentence"
        " record",
        [
            (KAPPA, "91", "60", "84", BOTH, f"Sentencing: {KAPPA}, 2018", CITY, "2018", "2018-01-01", NEWS, "page 23",
             "kappa", "sentence-kappa", "r-kappa"),
            (THETA, "70", "60", "60", SEVEN, f"Sentencing: {THETA}", CITY, "", "", LIST, "row 22", "theta",
             "sentence-theta", "r-theta"),
            (XI, "70", "60", "84", BOTH, f"Sentencing: {XI}, May 2018", "", "May 2018", "2018-05-01", NEWS, "page 26",
             "xi", "sentence-xi", "r-xi"),
            (ZETA, "48", "36", "36", SEVEN, f"Sentencing: {ZETA}, 10 March 2014", CITY, "10 March 2014", "2014-03-10",
             LIST, "row 21", "zeta", "sentence-zeta", "r-zeta"),
            (ZETA, "48", "36", "36", SEVEN, f"Sentencing: {ZETA}, 10 March 2014", CITY, "10 March 2014", "2014-03-10",
             NEWS, "page 21", "zeta", "sentence-zeta", "r-zeta-two"),
        ],
    ),
    "outside-appointment": (
        {},
        "judgeName event court date earliest latest known source locator judge happening record",
        [
            (FOUR, f"Sentencing: {THETA}", CITY, "", "", "", f"{COURT} (since 2010)", LIST, "row 22", "judge-four",
             "sentencing-theta", "r-theta"),
            (FOUR, f"Sentencing: {MU}, 1 May 2009", "", "1 May 2009", "2009-05-01", "2009-05-01",
             f"{COURT} (since 2010)", LIST, "row 25", "judge-four", "sentencing-mu", "r-mu"),
            (THREE, f"Sentencing: {ETA}, February 2017", CITY, "February 2017", "2017-02-01", "2017-02-28",
             f"{CITY} (2012 to 2016); {CITY} (since 2018)", NEWS, "page 22", "judge-three", "sentencing-eta", "r-eta"),
        ],
    ),
    "list-differences": (
        {"list": "Synthetic List A", "other": "Synthetic List B"},
        "prisoner onList notOn date earliest latest criterion otherwise source locator person record",
        [
            (ETA, LIST_A, LIST_B, "since May 2017", "2017-05-01", "", "Synthetic criterion a; Synthetic criterion b",
             "", LIST, "row 29", "eta", "r-list-a"),
            (IOTA, LIST_A, LIST_B, "since 2019", "2019-01-01", "", "", "2016 to 2017", LIST, "row 29", "iota",
             "r-list-a"),
            (IOTA, LIST_B, LIST_A, "2016 to 2017", "2016-01-01", "2017-12-31", "", "since 2019", NEWS, "page 25",
             "iota", "r-list-b"),
            (THETA, LIST_B, LIST_A, "", "", "", "", "", NEWS, "page 25", "theta", "r-list-b"),
        ],
    ),
    "restricted-in-public": (
        {},
        "reason what tierName label value thing record",
        [
            ("class", "IllTreatment", "restricted", f"Ill-treatment: {THETA}", "", "ill-treatment", ""),
            ("class", "IllTreatment", "restricted", f"Ill-treatment: {THETA}", "", "ill-treatment", "r-not-public"),
            ("property", "unit", "restricted", f"Detention: {ZETA}, 2014", "synthetic unit 4", "detention-zeta-two",
             ""),
            ("property", "unit", "restricted", f"Detention: {ZETA}, 2014", "synthetic unit 4", "detention-zeta-two",
             "r-placings"),
            ("property", "witness", "restricted", f"Sentencing: {ETA}, February 2017", "beta", "sentencing-eta", ""),
            ("property", "witness", "restricted", f"Sentencing: {ETA}, February 2017", "beta", "sentencing-eta",
             "r-not-public"),
            ("record", "tier", "restricted", "Synthetic list, row 30", "", "r-not-public", ""),
            ("value", "facilityKind", "restricted", "Synthetic Hospital", HOSPITAL, "hospital", ""),
            ("value", "facilityKind", "restricted", "Synthetic Hospital", HOSPITAL, "hospital", "r-not-public"),
        ],
    ),
}  # fmt: skip
