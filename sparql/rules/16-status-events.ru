# status-events: the events that a person's last known status follows from (hab:lastKnownStatusEvent): what is left when
# each event is taken away that another one supersedes. Reads hab:leavesStatus of the rule event-status. An event is superseded
# - by a death that is reported and not denied: death is last;
# - by an event of the same person that is certainly later, or
# - by one of a stronger status (hab:rank in the status vocabulary: a release presupposes an imprisonment) that does not
#   end before it: an undated imprisonment is taken to be the one that ended.
# A sentence that does not mean custody supersedes a dated event of custody only where it is certainly later, and a
# sentence of custody only where it is of the same case or the term was over by then: a fine frees nobody. By when a term
# is over (hab:termOverBy) is computed before this rule runs.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX status: <https://w3id.org/habeas/vocabulary/status/>

INSERT { GRAPH rule:status-events { ?person hab:lastKnownStatusEvent ?event } }
WHERE {
  ?event hab:leavesStatus ?left ; hab:subjectPerson ?person ; a ?kind .
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
