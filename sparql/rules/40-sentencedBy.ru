# sentencedBy, sentencedWithRepresentative: who took part in the decision that sentenced a person, by the role there.
# Which property stands for which role, the ontology says (hab:shortens): a representative is no judge.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:sentencedBy { ?person ?property ?decider } }
WHERE {
  GRAPH <https://w3id.org/habeas/ns> { ?property hab:shortens ?role }
  ?sentencing a hab:Sentencing ; ?role ?decider ; hab:defendant ?person .
}
