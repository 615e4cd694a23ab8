# Laws that people are prosecuted under, as a source names them.
# One row: one law.
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
    ?law a hab:Law ; skos:prefLabel ?label ; hab:region ?region .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:law ?name .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
  BIND(fn:id("law", ?name) AS ?law)
  BIND(fn:name(?name, "en") AS ?label)
  OPTIONAL { ?row x:region ?regionCell . BIND(fn:term("region", ?regionCell) AS ?region) }
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  OPTIONAL { ?row x:confidence ?confidenceCell }
  BIND(fn:term("confidence", COALESCE(?confidenceCell, "claimed")) AS ?confidence)
  FILTER(BOUND(?polarity) && BOUND(?confidence))
}
