# prosecutedBy: a prosecutor in an event that concerns the person.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:prosecutedBy { ?person hab:prosecutedBy ?prosecutor } }
WHERE { ?event a hab:Event ; hab:subjectPerson ?person ; hab:prosecutor ?prosecutor . }
