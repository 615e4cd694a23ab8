# sentencedIn: the court of a person's sentencing.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:sentencedIn { ?person hab:sentencedIn ?court } }
WHERE { ?sentencing a hab:Sentencing ; hab:defendant ?person ; hab:court ?court . }
