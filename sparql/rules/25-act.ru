# act: whether an event is a statement, a charge, a finding of a court, or simply an event.
# It follows from the class (hab:impliesAct in the ontology): what is said of somebody is no charge, and no finding.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:act { ?event hab:act ?act } }
WHERE {
  GRAPH <https://w3id.org/habeas/ns> { ?class hab:impliesAct ?act }
  ?event a ?class .
}
