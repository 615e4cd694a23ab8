# Court representatives, by name as the lists write it: a family name, and nothing else. The source calls nobody a judge.
# One row: one name. The same person can have several rows, where the name is written in several ways.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?representative a hab:Person ; skos:prefLabel ?name ; hab:describedAs "court representative" ; hab:identifier ?identifier .
  }
} WHERE {
  ?row row:record ?record ; x:judge_id ?id ; x:name_ka ?cell .
  BIND(fn:id("judge", ?id) AS ?representative)
  BIND(fn:name(?cell, "ka") AS ?name)
  BIND(CONCAT("stalin-lists-georgia:court-representative/", ?id) AS ?identifier)
  BIND(CONCAT("court_representative, representative ", ?id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
