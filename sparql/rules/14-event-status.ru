# event-status: the status in which an event leaves its person (hab:leavesStatus).
# The status is that of the event's class (hab:impliesStatus in the ontology). A sentencing leaves the status of the penalty
# that was imposed (hab:impliesStatus in the penalty vocabulary); a fine alone is a fine; where the kind of penalty is
# not known, it leaves none: the term may have been suspended. An event whose date is in doubt leaves none.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX penalty: <https://w3id.org/habeas/vocabulary/penalty/>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:event-status { ?event hab:leavesStatus ?status } }
WHERE {
  {
    ?event hab:subjectPerson ?person ; a ?class .
    GRAPH <https://w3id.org/habeas/ns> { ?class hab:impliesStatus ?status }
  }
  UNION
  {
    ?event a hab:Sentencing ; hab:subjectPerson ?person ; hab:imposed ?sentence .
    ?sentence hab:penalty ?penalty .
    ?penalty hab:impliesStatus ?status .
  }
  UNION
  {
    ?event a hab:Sentencing ; hab:subjectPerson ?person ; hab:imposed ?sentence .
    ?sentence hab:fineAmount ?fine .
    MINUS { ?sentence hab:penalty ?penalty }
    MINUS { ?sentence hab:term ?term }
    MINUS { ?sentence hab:termText ?term }
    penalty:fine hab:impliesStatus ?status .
  }
  MINUS { ?event hab:dateInDoubt ?why }
}
