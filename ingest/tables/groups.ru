# What happened to a group whose members the source does not name: one event with a figure, and no person.
# One row: one event. `figure` is the key of the figure, which two events of the same group share; the number,
# its bound, measure and population describe it. Its region and date are those of the event.
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
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence ;
      hab:quotes ?quotes ; hab:quotedAs ?quotedAs .
    ?quotes a ?quotesClass ; skos:prefLabel ?quotesName .
    ?event a ?class ; hab:groupFigure ?figure ; hab:inCase ?case ; hab:pardonedBy ?pardonedBy ;
      hab:handedOverTo ?handedOverTo ;
      hab:partOfExchange ?exchange ; hab:occasion ?occasion ; hab:nature ?nature ; hab:region ?region ;
      hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest ;
      hab:description ?description .
    ?figure a hab:Figure ; hab:count ?count ; hab:bound ?bound ; hab:caveat ?caveat ; hab:measure ?measure ;
      hab:population ?population ;
      hab:region ?region ; hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ;
      hab:latest ?latest .
    ?case a hab:Case ; skos:prefLabel ?caseName .
    ?pardonedBy a hab:Person ; skos:prefLabel ?pardonedByName .
    ?handedOverTo a hab:Body ; skos:prefLabel ?handedOverToName .
    ?exchange a hab:Exchange ; skos:prefLabel ?exchangeName .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:class ?kind ; x:event ?key ; x:figure ?figureKey ; x:count ?countCell ; x:bound ?boundCell ;
    x:measure ?measureCell ; x:population ?populationCell ; x:region ?regionCell .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
  BIND(fn:class(?kind, "Event") AS ?class)
  BIND(fn:id("event", ?key) AS ?event)
  BIND(fn:id("figure", ?figureKey) AS ?figure)
  BIND(fn:integer(?countCell) AS ?count)
  BIND(fn:term("bound", ?boundCell) AS ?bound)
  BIND(fn:term("measure", ?measureCell) AS ?measure)
  BIND(fn:term("population", ?populationCell) AS ?population)
  BIND(fn:term("region", ?regionCell) AS ?region)
  OPTIONAL { ?row x:date_text ?dateText }
  OPTIONAL {
    ?row x:when ?whenCell .
    BIND(fn:edtf(?whenCell) AS ?when)
    BIND(fn:earliest(?whenCell) AS ?earliest)
    BIND(fn:latest(?whenCell) AS ?latest)
  }
  OPTIONAL {
    ?row x:case ?caseCell .
    BIND(fn:id("case", ?caseCell) AS ?case)
    BIND(fn:name(?caseCell, "en") AS ?caseName)
  }
  OPTIONAL {
    ?row x:pardoned_by ?pardonedByCell .
    OPTIONAL { ?row x:pardoned_by_key ?pardonedByKey }
    BIND(fn:agent("Person", ?pardonedByCell, COALESCE(?pardonedByKey, "")) AS ?pardonedBy)
    BIND(fn:name(?pardonedByCell, "en") AS ?pardonedByName)
  }
  OPTIONAL {
    ?row x:handed_over_to ?handedOverToCell .
    BIND(fn:id("body", ?handedOverToCell) AS ?handedOverTo)
    BIND(fn:name(?handedOverToCell, "en") AS ?handedOverToName)
  }
  OPTIONAL {
    ?row x:exchange ?exchangeCell .
    BIND(fn:id("exchange", ?exchangeCell) AS ?exchange)
    BIND(fn:name(?exchangeCell, "en") AS ?exchangeName)
  }
  OPTIONAL { ?row x:occasion ?occasion }
  OPTIONAL { ?row x:nature ?natureCell . BIND(fn:term("nature", ?natureCell) AS ?nature) }
  OPTIONAL { ?row x:caveat ?caveat }
  OPTIONAL { ?row x:description ?description }
  OPTIONAL {
    ?row x:quotes ?quotesCell .
    OPTIONAL { ?row x:quotes_kind ?quotesKind }
    OPTIONAL { ?row x:quotes_key ?quotesKey }
    BIND(fn:class(?quotesKind, "Agent") AS ?quotesClass)
    BIND(fn:agent(?quotesKind, ?quotesCell, COALESCE(?quotesKey, "")) AS ?quotes)
    BIND(fn:name(?quotesCell, "en") AS ?quotesName)
  }
  OPTIONAL { ?row x:quoted_as ?quotedAs }
  OPTIONAL { ?row x:polarity ?polarityCell }
  BIND(fn:term("polarity", COALESCE(?polarityCell, "asserts")) AS ?polarity)
  OPTIONAL { ?row x:confidence ?confidenceCell }
  BIND(fn:term("confidence", COALESCE(?confidenceCell, "claimed")) AS ?confidence)
  FILTER(BOUND(?class) && BOUND(?count) && BOUND(?bound) && BOUND(?measure) && BOUND(?population) &&
    BOUND(?region) && BOUND(?polarity) && BOUND(?confidence))
  FILTER(!BOUND(?quotesCell) || BOUND(?quotesClass))
}
