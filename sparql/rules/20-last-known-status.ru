# last-known-status: the status in which a person's events leave them, as last publicly known.
# Reads hab:leavesStatus of the rule event-status, which follows the vocabularies. An event is superseded
# - by a death that is reported and not denied: death is last;
# - by an event of the same person that is certainly later, or
# - by one of a stronger status (hab:rank in the status vocabulary: a release presupposes an imprisonment) that does not
#   end before it: an undated imprisonment is taken to be the one that ended.
# A sentence that does not mean custody supersedes a dated event of custody only where it is certainly later, and a
# sentence of custody only where it is of the same case or the term was over by then: a fine frees nobody.
# If one status is left over, it is the person's. If several are, because the order is not known, or because an event
# that would leave another status is asserted and denied and nobody has decided, or because the date of a reported
# death is in doubt, the status is unknown.
# Imprisoned becomes "term over" where all that is left belongs to terms that were certainly over on the day of the edition
# (urn:habeas:edition hab:day; hab:termOverBy is
# computed before this rule runs). It speaks only of what this audience may see, and never of today.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX status: <https://w3id.org/habeas/vocabulary/status/>

INSERT { GRAPH rule:last-known-status { ?person hab:lastKnownStatusEvent ?event } }
WHERE {
  ?event hab:leavesStatus ?left ; hab:subjectPerson ?person .
  MINUS {
    ?event hab:leavesStatus ?any ; hab:subjectPerson ?person .
    ?death hab:leavesStatus status:died ; hab:subjectPerson ?person .
    FILTER(?any != status:died)
  }
  MINUS {
    ?event hab:leavesStatus ?weaker ; hab:subjectPerson ?person .
    ?weaker hab:rank ?weakerRank .
    ?other hab:subjectPerson ?person ; hab:leavesStatus ?stronger .
    ?stronger hab:rank ?strongerRank .
    OPTIONAL { ?event hab:earliest ?eventEarliest }
    OPTIONAL { ?event hab:latest ?eventLatest }
    OPTIONAL { ?event hab:termOverBy ?eventOver }
    OPTIONAL { ?event a ?custodySentence FILTER(?custodySentence = hab:Sentencing) }
    OPTIONAL { ?event hab:inCase ?case . ?other hab:inCase ?case . }
    OPTIONAL { ?other hab:earliest ?otherEarliest }
    OPTIONAL { ?other hab:latest ?otherLatest }
    BIND(COALESCE(?eventLatest < ?otherEarliest, false) AS ?later)
    FILTER(
      ?weaker != ?stronger && ?weaker != status:died
      && IF(?stronger = status:not-in-custody && ?weaker = status:imprisoned,
        IF(BOUND(?custodySentence),
          ?later && (BOUND(?case) || COALESCE(?eventOver < ?otherEarliest, false)),
          ?later || (!BOUND(?eventLatest) && !BOUND(?eventEarliest))),
        ?later || (?strongerRank > ?weakerRank && COALESCE(?eventLatest <= ?otherLatest, ?eventEarliest <= ?otherLatest, true)))
    )
  }
}
;
# What belongs to a term that was over: the sentencing itself, and what is left beside it and is not certainly after the
# term. Custody after a release belongs to no term from before it: what the release superseded is not left.
INSERT { GRAPH rule:last-known-status { ?event hab:termOver true } }
WHERE {
  GRAPH <urn:habeas:edition> { <urn:habeas:edition> hab:day ?day }
  GRAPH rule:last-known-status { ?person hab:lastKnownStatusEvent ?event }
  ?event hab:leavesStatus status:imprisoned .
  OPTIONAL { ?event hab:earliest ?earliest }
  { ?event hab:termOverBy ?over . }
  UNION
  {
    GRAPH rule:last-known-status { ?person hab:lastKnownStatusEvent ?term, ?event }
    ?term hab:termOverBy ?over .
    MINUS { ?event a hab:Sentencing }
  }
  FILTER(?over < ?day && COALESCE(?earliest <= ?over, true))
}
;
INSERT { GRAPH rule:last-known-status { ?person hab:lastKnownStatus ?status } }
WHERE {
  {
    SELECT ?person (COUNT(DISTINCT ?left) AS ?statuses) (SUM(?sure) AS ?undisputed) (SAMPLE(?left) AS ?one)
      (MIN(?over) AS ?allOver)
    WHERE {
      {
        GRAPH rule:last-known-status { ?person hab:lastKnownStatusEvent ?event }
        ?event hab:leavesStatus ?left .
        OPTIONAL { GRAPH rule:last-known-status { ?event hab:termOver ?ended } }
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
