# super-properties: what is said with a narrower property is also said with the wider one.
# Reads rdfs:subPropertyOf from the ontology. Example: a defendant is the person whom the event befell.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT { GRAPH rule:super-properties { ?subject ?wider ?object } }
WHERE {
  GRAPH <https://w3id.org/habeas/ns> { ?narrower rdfs:subPropertyOf+ ?wider . ?wider rdfs:domain ?any }
  ?subject ?narrower ?object .
}
