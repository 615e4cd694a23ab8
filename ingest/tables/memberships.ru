# Which body belongs to which organisation or coalition.
# One row: one membership.
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
    ?membership a hab:Membership ; hab:member ?member ; hab:organisation ?organisation .
    ?member a hab:Body ; skos:prefLabel ?memberLabel .
    ?organisation a hab:Body ; skos:prefLabel ?organisationLabel .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:member ?memberName ; x:organisation ?organisationName .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
  BIND(fn:id("membership", CONCAT(?memberName, " in ", ?organisationName)) AS ?membership)
  BIND(fn:id("body", ?memberName) AS ?member)
  BIND(fn:name(?memberName, "en") AS ?memberLabel)
  BIND(fn:id("body", ?organisationName) AS ?organisation)
  BIND(fn:name(?organisationName, "en") AS ?organisationLabel)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  OPTIONAL { ?row x:confidence ?confidenceCell }
  BIND(fn:term("confidence", COALESCE(?confidenceCell, "claimed")) AS ?confidence)
  FILTER(BOUND(?polarity) && BOUND(?confidence))
}
