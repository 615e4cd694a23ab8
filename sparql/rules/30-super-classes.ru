# super-classes: a member of a class is a member of the wider classes too.
# Reads rdfs:subClassOf from the ontology. Example: a Pardon is a Release and an Event.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT { GRAPH rule:super-classes { ?thing a ?wider } }
WHERE {
  GRAPH <https://w3id.org/habeas/ns> { ?narrower rdfs:subClassOf+ ?wider . ?wider hab:plural ?modelled }
  ?thing a ?narrower .
}
