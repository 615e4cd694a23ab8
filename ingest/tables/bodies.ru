# What a source says of an organisation: its kind, founding, standing in law and services.
# One row: one body as described in one place.
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
    ?body a hab:Body ; skos:prefLabel ?label ; hab:bodyKind ?kind ; hab:foundedText ?foundedText ;
      hab:founded ?founded ;
      hab:legalStatus ?legalStatus ; hab:service ?service ; hab:description ?description .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:name ?name .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
  BIND(fn:id("body", ?name) AS ?body)
  BIND(fn:name(?name, "en") AS ?label)
  OPTIONAL { ?row x:kind ?kindCell . BIND(fn:term("body-kind", ?kindCell) AS ?kind) }
  OPTIONAL { ?row x:founded_text ?foundedText }
  OPTIONAL { ?row x:founded ?foundedCell . BIND(fn:edtf(?foundedCell) AS ?founded) }
  OPTIONAL { ?row x:legal_status ?legalStatus }
  OPTIONAL { ?row x:service ?service }
  OPTIONAL { ?row x:description ?description }
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  OPTIONAL { ?row x:confidence ?confidenceCell }
  BIND(fn:term("confidence", COALESCE(?confidenceCell, "claimed")) AS ?confidence)
  FILTER(BOUND(?polarity) && BOUND(?confidence))
}
