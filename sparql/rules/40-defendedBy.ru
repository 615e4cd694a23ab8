# defendedBy: a lawyer who defends the person in an event. A source may say it directly too.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:defendedBy { ?person hab:defendedBy ?lawyer } }
WHERE { ?event a hab:Event ; hab:subjectPerson ?person ; hab:defender ?lawyer . }
