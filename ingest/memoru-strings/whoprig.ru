# Which body sentenced, when and on what accusation, in one line of Russian. One line: one sentencing. The source's
# lines are cut off from the people they speak of, so no defendant is named, and a line that repeats another is a
# sentencing of its own. The body keeps the grammatical case it stands in; where the words do not say which of many it
# was ("тройка"), it is a body of this line alone.
# An article whose code the line does not name has no law.
# The text is read inside an OPTIONAL: where one part of it cannot be read, the others are mapped and the part is noted.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?event a hab:Sentencing ; hab:court ?court ; hab:authority ?authority ; hab:onCharge ?charge ;
      hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest .
    ?court a hab:Court ; skos:prefLabel ?courtName .
    ?authority a hab:Body ; skos:prefLabel ?authorityName .
    ?charge a hab:Charge ; hab:chargeWording ?wording ; hab:underArticle ?article .
    ?article a hab:Article ; hab:articleNumber ?number ; hab:ofLaw ?law .
    ?law a hab:Law ; skos:prefLabel ?lawName .
  }
} WHERE {
  ?row row:record ?record ; x:line ?line .
  OPTIONAL { ?row x:text ?text }
  BIND(fn:body(?text) AS ?phrase)
  BIND(fn:bodyClass(?text) AS ?class)
  BIND(COALESCE(fn:bodyKey(?text), CONCAT("line ", ?line)) AS ?key)
  BIND(IF(?class = "Court", fn:id("court", ?key), ?none) AS ?court)
  BIND(IF(BOUND(?court), fn:name(?phrase, "ru"), ?none) AS ?courtName)
  BIND(IF(?class = "Body", fn:id("body", ?key), ?none) AS ?authority)
  BIND(IF(BOUND(?authority), fn:name(?phrase, "ru"), ?none) AS ?authorityName)
  BIND(fn:decidedText(?text) AS ?dateText)
  BIND(fn:decided(?text) AS ?when)
  BIND(fn:earliest(?when) AS ?earliest)
  BIND(fn:latest(?when) AS ?latest)
  BIND(fn:accusation(?text) AS ?wording)
  FILTER(BOUND(?phrase) || BOUND(?dateText) || BOUND(?wording))
  BIND(fn:id("event", ?line) AS ?event)
  BIND(IF(BOUND(?wording), fn:id("charge", ?line), ?none) AS ?charge)
  OPTIONAL {
    ?row x:text ?whole .
    VALUES ?at { 1 2 3 4 5 6 7 8 9 10 11 12 }
    BIND(fn:charged(?whole, ?at) AS ?cited)
    FILTER(BOUND(?cited))
    BIND(STRBEFORE(?cited, "|") AS ?code)
    BIND(STRAFTER(?cited, "|") AS ?number)
    BIND(fn:id("article", ?cited) AS ?article)
    BIND(IF(?code != "", fn:id("law", ?code), ?none) AS ?law)
    BIND(IF(?code != "", fn:name(fn:lawName(?code, "ru"), "ru"), ?none) AS ?lawName)
  }
  BIND(CONCAT("line ", ?line) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
