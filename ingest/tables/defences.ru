# Who defended whom, where the source says so without telling of a hearing.
# One row: one person; `defender` may hold several names, parted by |.
# An empty polarity means asserts; an empty confidence means claimed, the weakest.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locatorKind ?locatorKind ; hab:datePublished ?published ;
      hab:datePublishedEarliest ?publishedEarliest ; hab:datePublishedLatest ?publishedLatest .
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?person a hab:Person ; skos:prefLabel ?label ; hab:birthYear ?birthYear ;
      hab:sex ?sex ; hab:citizenship ?citizenship ; hab:defendedBy ?defender .
    ?defender a hab:Person ; skos:prefLabel ?defenderLabel .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:person ?name ; x:defender ?defenderName .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
  BIND(fn:name(?name, "en") AS ?label)
  OPTIONAL { ?row x:defender_key ?defenderKey }
  BIND(fn:agent("Person", ?defenderName, COALESCE(?defenderKey, "")) AS ?defender)
  BIND(fn:name(?defenderName, "en") AS ?defenderLabel)
  # People of one name are told apart by the key of the list, else by what else is known: birth, place, region, case,
  # citizenship, each in its place in every table.
  OPTIONAL { ?row x:person_key ?personKey }
  OPTIONAL { ?row x:born ?born . BIND(fn:year(?born) AS ?birthYear) }
  OPTIONAL { ?row x:sex ?sexCell . BIND(fn:sex(?sexCell) AS ?sex) }
  OPTIONAL { ?row x:citizenship ?citizenshipCell . BIND(fn:region(?citizenshipCell) AS ?citizenship) }
  BIND(fn:person(?name, COALESCE(?personKey, ""), COALESCE(?born, "")) AS ?person)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  OPTIONAL { ?row x:confidence ?confidenceCell }
  BIND(fn:term("confidence", COALESCE(?confidenceCell, "claimed")) AS ?confidence)
  FILTER(BOUND(?polarity) && BOUND(?confidence))
}
