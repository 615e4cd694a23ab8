# last-known-status: the status in which a person's events leave them, as last publicly known.
# An event implies a status by its class (hab:impliesStatus in the ontology). It is superseded by an event of the
# same person that is certainly later, or by one of a stronger status (hab:rank in the status vocabulary: a release
# presupposes an imprisonment) that does not end before it: an undated imprisonment is taken to be the one that ended.
# A sentencing of which nothing says what it imposed implies none: it may have been a fine, or death.
# If one status is left over, it is the person's. If several are, because the order is not known, or because an event
# that would imply another status is asserted and denied and nobody has decided, the status is unknown.
# The day is the latest that the remaining events allow, and no later than the day on which they were recorded; without
# dates there is none. It speaks only of what this audience may see, and never says that somebody is free or alive today.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX status: <https://w3id.org/habeas/vocabulary/status/>

INSERT { GRAPH rule:last-known-status { ?person hab:lastKnownStatus ?status ; hab:lastKnownStatusAsOf ?asOf } }
WHERE {
  {
    SELECT ?person (COUNT(DISTINCT ?left) AS ?statuses) (SUM(?sure) AS ?undisputed) (SAMPLE(?left) AS ?one)
      (MAX(?day) AS ?asOf)
    WHERE {
      {
        ?event a ?class ; hab:subjectPerson ?person .
        GRAPH <https://w3id.org/habeas/ns> { ?class hab:impliesStatus ?left }
        OPTIONAL {
          ?event hab:latest ?latest .
          GRAPH ?record { ?event hab:latest ?latest }
          ?record hab:recorded ?recorded .
          BIND(IF(?latest > ?recorded, ?recorded, ?latest) AS ?day)
        }
        BIND(1 AS ?sure)
        MINUS { ?event a hab:Sentencing . MINUS { ?event hab:imposed ?sentence } }
        MINUS {
          ?event a ?class ; hab:subjectPerson ?person .
          GRAPH <https://w3id.org/habeas/ns> { ?class hab:impliesStatus ?weaker }
          ?weaker hab:rank ?weakerRank .
          ?other a ?otherClass ; hab:subjectPerson ?person .
          GRAPH <https://w3id.org/habeas/ns> { ?otherClass hab:impliesStatus ?stronger }
          ?stronger hab:rank ?strongerRank .
          OPTIONAL { ?event hab:latest ?eventLatest }
          OPTIONAL { ?other hab:earliest ?otherEarliest }
          OPTIONAL { ?other hab:latest ?otherLatest }
          FILTER(
            ?weaker != ?stronger
            && (
              COALESCE(?eventLatest < ?otherEarliest, false)
              || (?strongerRank > ?weakerRank && COALESCE(?eventLatest <= ?otherLatest, true))
            )
          )
        }
      }
      UNION
      {
        ?dispute a hab:Dispute ; hab:disputedSubject ?event ; hab:disputedProperty rdf:type ;
          hab:resolution "undecided" ; hab:concerns ?person .
        GRAPH ?record { ?event a ?class }
        GRAPH <https://w3id.org/habeas/ns> { ?class hab:impliesStatus ?left }
        BIND(0 AS ?sure)
      }
    }
    GROUP BY ?person
  }
  BIND(IF(?statuses > 1 || ?undisputed = 0, status:unknown, ?one) AS ?status)
}
