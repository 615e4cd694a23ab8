# What the lists give as the article: most often an article of a criminal code, whose code few rows name, and once a
# group of people: members of the family of a "traitor to the motherland". That row is a charge without an article.
# One row: one wording, which many people share.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?charge a hab:Charge ; hab:chargeWording ?wording ; hab:underArticle ?article .
    ?article a hab:Article ; skos:prefLabel ?name ; hab:articleNumber ?number ; hab:ofLaw ?law .
    ?law a hab:Law ; skos:prefLabel ?lawName .
  }
} WHERE {
  ?row row:record ?record ; x:clause_id ?id ; x:clause ?cell .
  BIND(fn:id("charge", ?id) AS ?charge)
  BIND(fn:text(?cell) AS ?wording)
  OPTIONAL {
    ?row x:clause_id ?article_id ; x:clause ?text .
    FILTER(REGEX(?text, "[0-9]"))
    BIND(fn:id("article", ?article_id) AS ?article)
    BIND(fn:name(?text, "ka") AS ?name)
    BIND(REPLACE(?text, "^.* ", "") AS ?number)
    OPTIONAL {
      ?row x:clause ?whole .
      FILTER(CONTAINS(?whole, " "))
      # The code stands in the genitive before the number; its name is the nominative.
      BIND(REPLACE(REPLACE(?whole, " [^ ]*$", ""), "კოდექსის$", "კოდექსი") AS ?code)
      BIND(fn:id("law", ?code) AS ?law)
      BIND(fn:name(?code, "ka") AS ?lawName)
    }
  }
  BIND(CONCAT("clause, clause ", ?id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
