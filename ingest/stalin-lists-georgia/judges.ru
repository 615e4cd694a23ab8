# Who was sentenced by whom. One row: one person, known by number alone, and one who sat in judgment.
# A person has one sentencing; each row adds a judge. The names of the judges are in representatives.ru's table.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?sentencing a hab:Sentencing ; hab:defendant ?person ; hab:judge ?judge .
    ?person a hab:Person ; hab:identifier ?identifier .
    ?judge a hab:Person .
  }
} WHERE {
  ?row row:record ?record ; x:person_id ?person_id ; x:judge_id ?judge_id .
  BIND(fn:id("sentencing", ?person_id) AS ?sentencing)
  BIND(fn:id("person", ?person_id) AS ?person)
  BIND(fn:id("judge", ?judge_id) AS ?judge)
  BIND(CONCAT("stalin-lists-georgia:person/", ?person_id) AS ?identifier)
  BIND(CONCAT("person_court_representative, person ", ?person_id, ", judge ", ?judge_id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
