# heldAt: a facility in which an event says that the person was, or to which they were moved.
# A transfer counts for the facility it leaves and for the one it reaches.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:heldAt { ?person hab:heldAt ?facility } }
WHERE {
  ?event hab:subjectPerson ?person .
  { ?event a hab:Event ; hab:facility ?facility . }
  UNION { ?event a hab:Transfer ; hab:fromFacility ?facility . }
  UNION { ?event a hab:Transfer ; hab:toFacility ?facility . }
}
