# Under what the sentence was passed. One row: one person, known by number alone, and one article or other wording.
# A person has one sentencing; each row adds a charge, which is that sentencing's own. What many share is the article:
# its number and name are in clauses.ru's table.
# Clause 71 is no article but a group of people. A record says what its row says, and this row has the clause's number
# alone, so that charge keeps the clause's id, which clauses.ru gives the wording. One person has it; if a second came,
# the check `several-holders` would find it.
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
    ?charge a hab:Charge ; hab:underArticle ?article .
    ?article a hab:Article .
  }
} WHERE {
  ?row row:record ?record ; x:person_id ?person_id ; x:clause_id ?clause_id .
  BIND(fn:id("sentencing", ?person_id) AS ?sentencing)
  BIND(fn:id("person", ?person_id) AS ?person)
  BIND(?clause_id != "71" AS ?is_article)
  BIND(fn:id("charge", IF(?is_article, CONCAT("person ", ?person_id, ", clause ", ?clause_id), ?clause_id)) AS ?charge)
  BIND(IF(?is_article, fn:id("article", ?clause_id), ?none) AS ?article)
  BIND(CONCAT("stalin-lists-georgia:person/", ?person_id) AS ?identifier)
  BIND(CONCAT("person_clause, person ", ?person_id, ", clause ", ?clause_id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
