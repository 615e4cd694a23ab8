# sentencedBy: the judge of a person's sentencing.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:sentencedBy { ?person hab:sentencedBy ?judge } }
WHERE { ?sentencing a hab:Sentencing ; hab:defendant ?person ; hab:judge ?judge . }
