# last-known-status: the status in which a person's events leave them, as last publicly known.
# An event implies a status by its class (hab:impliesStatus in the ontology). It is superseded by an event of the
# same person that is certainly later, or by one of a stronger status (hab:rank in the status vocabulary: a release
# presupposes an imprisonment) unless the weaker one begins later. What is left over, if it is one status, is the
# person's; if several, or if an event that would imply a status is disputed and undecided, the status is unknown.
# The day is the latest that the remaining events allow; without dates there is none.
# It speaks only of what this audience may see, and never says that somebody is free or alive today.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX status: <https://w3id.org/habeas/vocabulary/status/>

INSERT { GRAPH rule:last-known-status { ?person hab:lastKnownStatus ?status ; hab:lastKnownStatusAsOf ?asOf } }
WHERE {
  {
    SELECT ?person (COUNT(DISTINCT ?left) AS ?statuses) (SAMPLE(?left) AS ?one) (MAX(?day) AS ?asOf)
    WHERE {
      ?event a ?class ; hab:subjectPerson ?person .
      GRAPH <https://w3id.org/habeas/ns> { ?class hab:impliesStatus ?left }
      OPTIONAL { ?event hab:latest ?day }
      MINUS {
        ?event a ?class ; hab:subjectPerson ?person .
        GRAPH <https://w3id.org/habeas/ns> { ?class hab:impliesStatus ?weaker }
        ?weaker hab:rank ?weakerRank .
        ?other a ?otherClass ; hab:subjectPerson ?person .
        GRAPH <https://w3id.org/habeas/ns> { ?otherClass hab:impliesStatus ?stronger }
        ?stronger hab:rank ?strongerRank .
        OPTIONAL { ?event hab:earliest ?eventEarliest ; hab:latest ?eventLatest }
        OPTIONAL { ?other hab:earliest ?otherEarliest ; hab:latest ?otherLatest }
        FILTER(
          ?weaker != ?stronger
          && (
            COALESCE(?eventLatest < ?otherEarliest, false)
            || (?strongerRank > ?weakerRank && !COALESCE(?eventEarliest > ?otherEarliest, false))
          )
        )
      }
    }
    GROUP BY ?person
  }
  UNION
  {
    SELECT DISTINCT ?person ("disputed" AS ?disputed)
    WHERE {
      ?dispute a hab:Dispute ; hab:disputedSubject ?event ; hab:disputedProperty rdf:type ;
        hab:decidedBy "undecided" ; hab:concerns ?person .
      GRAPH ?record { ?event a ?class }
      GRAPH <https://w3id.org/habeas/ns> { ?class hab:impliesStatus ?any }
    }
  }
  FILTER(
    BOUND(?disputed)
    || NOT EXISTS {
      ?rival a hab:Dispute ; hab:disputedProperty rdf:type ; hab:decidedBy "undecided" ; hab:concerns ?person
    }
  )
  BIND(IF(BOUND(?disputed) || ?statuses > 1, status:unknown, ?one) AS ?status)
}
