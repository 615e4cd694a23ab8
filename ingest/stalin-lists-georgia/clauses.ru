# What the lists give as the article: most often an article of a criminal code, whose code few rows name, and once a
# group of people: members of the family of a "traitor to the motherland". That row is a charge without an article.
# One row: one wording. An article is what many were sentenced under; their charges are their own, and in charges.ru.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?charge a hab:Charge ; hab:chargeWording ?wording .
    ?article a hab:Article ; skos:prefLabel ?name ; hab:articleNumber ?number ; hab:ofLaw ?law .
    ?law a hab:Law ; skos:prefLabel ?lawName .
  }
} WHERE {
  ?row row:record ?record ; x:clause_id ?id ; x:clause ?cell .
  BIND(REGEX(?cell, "[0-9]") AS ?is_article)
  BIND(IF(?is_article, ?none, fn:id("charge", ?id)) AS ?charge)
  BIND(IF(?is_article, ?none, fn:text(?cell)) AS ?wording)
  BIND(IF(?is_article, fn:id("article", ?id), ?none) AS ?article)
  BIND(IF(?is_article, fn:name(?cell, "ka"), ?none) AS ?name)
  BIND(IF(?is_article, REPLACE(?cell, "^.* ", ""), ?none) AS ?number)
  # The code stands in the genitive before the number; its name is the nominative.
  BIND(IF(?is_article && CONTAINS(?cell, " "), REPLACE(REPLACE(?cell, " [^ ]*$", ""), "კოდექსის$", "კოდექსი"), ?none) AS ?code)
  BIND(fn:id("law", ?code) AS ?law)
  BIND(fn:name(?code, "ka") AS ?lawName)
  BIND(CONCAT("clause, clause ", ?id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
