# Under what the sentence was passed. One row: one person, known by number alone, and one article or other wording.
# A person has one sentencing; each row adds a charge. The wordings are in clauses.ru's table.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?sentencing a hab:Sentencing ; hab:defendant ?person ; hab:onCharge ?charge .
    ?person a hab:Person ; hab:identifier ?identifier .
    ?charge a hab:Charge .
  }
} WHERE {
  ?row row:record ?record ; x:person_id ?person_id ; x:clause_id ?clause_id .
  BIND(fn:id("sentencing", ?person_id) AS ?sentencing)
  BIND(fn:id("person", ?person_id) AS ?person)
  BIND(fn:id("charge", ?clause_id) AS ?charge)
  BIND(CONCAT("stalin-lists-georgia:person/", ?person_id) AS ?identifier)
  BIND(CONCAT("person_clause, person ", ?person_id, ", clause ", ?clause_id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
