# judgeAt: a court to which the person was appointed as a judge.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX office: <https://w3id.org/habeas/vocabulary/office/>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:judgeAt { ?person hab:judgeAt ?court } }
WHERE {
  ?appointment a hab:Appointment ; hab:office office:judge ; hab:appointee ?person ; hab:appointedTo ?court .
  ?court a hab:Court .
}
