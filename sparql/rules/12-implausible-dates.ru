# implausible-dates: an event whose date cannot be right as it stands, and why (hab:dateInDoubt).
# Such an event gives no status and enters no statistics; the check date-in-doubt tells of it. The reasons:
# - it is dated after the day on which every record that dates it was made;
# - only a living person can undergo it (hab:livingOnly in the ontology), and it is certainly after the person's death or
#   before the person's birth;
# - it is dated before 15 October 1582, when the Gregorian calendar begins: the year is one of another calendar.
# Nothing is said where a date is missing or too wide to tell.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { GRAPH rule:implausible-dates { ?event hab:dateInDoubt ?why } }
WHERE {
  {
    SELECT ?event (MAX(?recorded) AS ?lastRecorded) ?earliest WHERE {
      ?event hab:earliest ?earliest .
      GRAPH ?record { ?event hab:earliest ?said }
      ?record hab:recorded ?recorded .
    } GROUP BY ?event ?earliest
    HAVING (?earliest > MAX(?recorded))
  }
  BIND("It is dated after the day on which it was recorded." AS ?why)
}
;
INSERT { GRAPH rule:implausible-dates { ?event hab:dateInDoubt "It is dated before the Gregorian calendar begins: the year may be one of another calendar." } }
WHERE { ?event hab:latest ?latest . FILTER(?latest < "1582-10-15"^^xsd:date) }
;
INSERT { GRAPH rule:implausible-dates { ?event hab:dateInDoubt "It is dated before the person's birth." } }
WHERE {
  ?person hab:birthYear ?year .
  ?event hab:subjectPerson ?person ; hab:latest ?latest ; a ?class .
  GRAPH <https://w3id.org/habeas/ns> { ?class hab:livingOnly true }
  FILTER(YEAR(?latest) < ?year)
}
;
INSERT { GRAPH rule:implausible-dates { ?event hab:dateInDoubt "It is dated after the person's death, and only the living undergo it." } }
WHERE {
  ?death a hab:Death ; hab:subjectPerson ?person ; hab:latest ?died .
  ?event hab:subjectPerson ?person ; hab:earliest ?earliest ; a ?class .
  GRAPH <https://w3id.org/habeas/ns> { ?class hab:livingOnly true }
  FILTER(?died < ?earliest)
  MINUS { GRAPH rule:implausible-dates { ?death hab:dateInDoubt ?why } }
}
