# Lists of political prisoners: who keeps one, by which criteria, for whom; how often it changes, how long it is.
# One row: what one place says of a list. `criterion`, `sign` and `exclusion` may hold several terms of the
# criterion vocabulary, parted by |. `size` is the number of people on the list; its bound, population and
# region go with it.
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
    ?list a hab:PrisonerList ; skos:prefLabel ?listLabel ; hab:keeper ?keeper ;
      hab:usesCriterion ?criterion ; hab:weighsSign ?sign ;
      hab:excludesBy ?exclusion ; hab:listScope ?scope ; hab:updateFrequency ?updateFrequency ;
      hab:listSize ?figure .
    ?keeper a hab:Body ; skos:prefLabel ?keeperLabel .
    ?figure a hab:Figure ; hab:count ?size ; hab:bound ?bound ; hab:measure ?measure ;
      hab:population ?population ; hab:region ?region .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:list ?listName ; x:keeper ?keeperName .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
  BIND(fn:id("list", ?listName) AS ?list)
  BIND(fn:name(?listName, "en") AS ?listLabel)
  BIND(fn:id("body", ?keeperName) AS ?keeper)
  BIND(fn:name(?keeperName, "en") AS ?keeperLabel)
  OPTIONAL { ?row x:criterion ?criterionCell . BIND(fn:term("criterion", ?criterionCell) AS ?criterion) }
  OPTIONAL { ?row x:sign ?signCell . BIND(fn:term("criterion", ?signCell) AS ?sign) }
  OPTIONAL { ?row x:exclusion ?exclusionCell . BIND(fn:term("criterion", ?exclusionCell) AS ?exclusion) }
  OPTIONAL { ?row x:scope ?scope }
  OPTIONAL { ?row x:update_frequency ?updateFrequency }
  OPTIONAL {
    ?row x:size ?sizeCell .
    BIND(fn:integer(?sizeCell) AS ?size)
    BIND(fn:term("measure", "listed") AS ?measure)
  }
  BIND(IF(BOUND(?size), fn:id("figure", ?listName), ?none) AS ?figure)
  OPTIONAL { ?row x:size_bound ?boundCell . BIND(fn:term("bound", ?boundCell) AS ?bound) }
  OPTIONAL {
    ?row x:size_population ?populationCell .
    BIND(fn:term("population", ?populationCell) AS ?population)
  }
  OPTIONAL { ?row x:size_region ?regionCell . BIND(fn:term("region", ?regionCell) AS ?region) }
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
  FILTER(BOUND(?polarity) && BOUND(?confidence))
  FILTER(!BOUND(?quotesCell) || BOUND(?quotesClass))
}
