# office: what sort of office a post is, where its wording is a name of a term of the vocabulary, in any language.
# A record may state the office itself; then that stands.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX vocabulary: <https://w3id.org/habeas/vocabulary/>

INSERT { GRAPH rule:office { ?appointment hab:office ?office } }
WHERE {
  GRAPH <https://w3id.org/habeas/ns> { ?office skos:inScheme vocabulary:office ; skos:prefLabel|skos:altLabel ?name }
  BIND(LCASE(STR(?name)) AS ?words)
  ?appointment a hab:Appointment ; hab:post ?post .
  FILTER(LCASE(STR(?post)) = ?words)
  MINUS { ?appointment hab:office ?stated }
}
