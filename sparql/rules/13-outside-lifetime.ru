# outside-lifetime: an event that only a living person can undergo (hab:livingOnly in the ontology) and that is certainly
# after the person's death or before the person's birth: its date cannot be right, or two people are taken for one.
# A death whose own date is in doubt tells nothing of others. Nothing is said where a date is missing or too wide to tell.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:outside-lifetime { ?event hab:dateInDoubt ?why } }
WHERE {
  {
    ?person hab:birthYear ?year .
    ?event hab:subjectPerson ?person ; hab:latest ?latest ; a ?class .
    GRAPH <https://w3id.org/habeas/ns> { ?class hab:livingOnly true }
    FILTER(YEAR(?latest) < ?year)
    BIND("It is dated before the person's birth." AS ?why)
  }
  UNION
  {
    ?death a hab:Death ; hab:subjectPerson ?person ; hab:latest ?died .
    ?event hab:subjectPerson ?person ; hab:earliest ?earliest ; a ?class .
    GRAPH <https://w3id.org/habeas/ns> { ?class hab:livingOnly true }
    FILTER(?died < ?earliest)
    MINUS { ?death hab:dateInDoubt ?doubt }
    BIND("It is dated after the person's death, and only the living undergo it." AS ?why)
  }
}
