# term-over: an event that belongs to a term which was certainly over on the day of the edition (urn:habeas:edition hab:day),
# with nothing known after it: the sentencing itself, and what is left beside it (status-events) and is not certainly after
# the term. Custody after a release belongs to no term from before it: what the release superseded is not left.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX status: <https://w3id.org/habeas/vocabulary/status/>

INSERT { GRAPH rule:term-over { ?event hab:termOver true } }
WHERE {
  GRAPH <urn:habeas:edition> { <urn:habeas:edition> hab:day ?day }
  ?person hab:lastKnownStatusEvent ?event .
  ?event hab:leavesStatus status:imprisoned .
  OPTIONAL { ?event hab:earliest ?earliest }
  { ?event hab:termOverBy ?over . }
  UNION
  {
    ?person hab:lastKnownStatusEvent ?term, ?event .
    ?term hab:termOverBy ?over .
    MINUS { ?event a hab:Sentencing }
  }
  FILTER(?over < ?day && COALESCE(?earliest <= ?over, true))
}
