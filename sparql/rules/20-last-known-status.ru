# last-known-status: the status in which a person's events leave them, as last publicly known.
# If the events that are left (status-events) leave one status, it is the person's. If they leave several, because the
# order is not known, or because an event that would leave another status is asserted and denied and nobody has decided,
# or because the date of a reported death is in doubt, the status is unknown. Imprisoned becomes "term over" where all
# that is left belongs to terms that were certainly over (term-over). It speaks only of what this audience may see, of
# reports, and never of today.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX status: <https://w3id.org/habeas/vocabulary/status/>

INSERT { GRAPH rule:last-known-status { ?person hab:lastKnownStatus ?status } }
WHERE {
  {
    SELECT ?person (COUNT(DISTINCT ?left) AS ?statuses) (SUM(?sure) AS ?undisputed) (SAMPLE(?left) AS ?one)
      (MIN(?over) AS ?allOver)
    WHERE {
      {
        ?person hab:lastKnownStatusEvent ?event .
        ?event hab:leavesStatus ?left ; a ?kind .
        OPTIONAL { ?event hab:termOver ?ended }
        BIND(IF(BOUND(?ended), 1, 0) AS ?over)
        BIND(1 AS ?sure)
      }
      UNION
      {
        ?dispute a hab:Dispute ; hab:disputedSubject ?event ; hab:disputedProperty rdf:type ;
          hab:resolution "undecided" ; hab:concerns ?person .
        GRAPH ?record { ?event a ?class }
        GRAPH <https://w3id.org/habeas/ns> { ?class hab:impliesStatus ?left }
        BIND(0 AS ?sure)
        BIND(0 AS ?over)
      }
      UNION
      {
        ?event a hab:Death ; hab:subjectPerson ?person ; hab:dateInDoubt ?why .
        ?elsewhere hab:leavesStatus ?known ; hab:subjectPerson ?person .
        BIND(status:died AS ?left)
        BIND(0 AS ?sure)
        BIND(0 AS ?over)
      }
    }
    GROUP BY ?person
  }
  BIND(IF(?statuses > 1 || ?undisputed = 0, status:unknown,
    IF(?one = status:imprisoned && ?allOver = 1, status:term-over, ?one)) AS ?status)
}
