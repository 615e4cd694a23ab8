# Who took part in whose sentencing. One row: one person, known by number alone, and one court representative.
# A person has one sentencing; each row adds a representative. Their names are in representatives.ru's table. The column
# is called judge_id, and the ids made of it stay as they were published; but the source calls nobody in it a judge.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?sentencing a hab:Sentencing ; hab:defendant ?person ; hab:representative ?representative .
    ?person a hab:Person ; hab:identifier ?identifier .
    ?representative a hab:Person .
  }
} WHERE {
  ?row row:record ?record ; x:person_id ?person_id ; x:judge_id ?representative_id .
  BIND(fn:id("sentencing", ?person_id) AS ?sentencing)
  BIND(fn:id("person", ?person_id) AS ?person)
  BIND(fn:id("judge", ?representative_id) AS ?representative)
  BIND(CONCAT("stalin-lists-georgia:person/", ?person_id) AS ?identifier)
  BIND(CONCAT("person_court_representative, person ", ?person_id, ", representative ", ?representative_id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
