# Published numbers of people, with their bound, population, region and date.
# One row: one figure; `figure` is its key. A figure that counts some of the people of another names that one
# in `part_of`, or in `exhaustive_part_of` where the parts together should make the whole; the columns
# `whole_*` say the whole's number again, because a record stands by itself. Part and whole share region and
# date. `caveat` is what the source itself says of how the number is to be read.
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
    ?figure a hab:Figure ; hab:count ?count ; hab:bound ?bound ; hab:caveat ?caveat ; hab:measure ?measure ;
      hab:population ?population ;
      hab:region ?region ; hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ;
      hab:latest ?latest ;
      hab:partOf ?partOf ; hab:exhaustivePartOf ?exhaustivePartOf ; hab:description ?description .
    ?whole a hab:Figure ; hab:count ?wholeCount ; hab:bound ?wholeBound ; hab:measure ?wholeMeasure ;
      hab:population ?wholePopulation ; hab:region ?region .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:figure ?key ; x:count ?countCell ; x:bound ?boundCell ; x:measure ?measureCell ;
    x:population ?populationCell ; x:region ?regionCell .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
  BIND(fn:id("figure", ?key) AS ?figure)
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
  OPTIONAL { ?row x:part_of ?partOfCell . BIND(fn:id("figure", ?partOfCell) AS ?partOf) }
  OPTIONAL {
    ?row x:exhaustive_part_of ?exhaustiveCell .
    BIND(fn:id("figure", ?exhaustiveCell) AS ?exhaustivePartOf)
  }
  BIND(COALESCE(?exhaustivePartOf, ?partOf) AS ?whole)
  OPTIONAL { ?row x:whole_count ?wholeCountCell . BIND(fn:integer(?wholeCountCell) AS ?wholeCount) }
  OPTIONAL { ?row x:whole_bound ?wholeBoundCell . BIND(fn:term("bound", ?wholeBoundCell) AS ?wholeBound) }
  OPTIONAL {
    ?row x:whole_measure ?wholeMeasureCell .
    BIND(fn:term("measure", ?wholeMeasureCell) AS ?wholeMeasure)
  }
  OPTIONAL {
    ?row x:whole_population ?wholePopulationCell .
    BIND(fn:term("population", ?wholePopulationCell) AS ?wholePopulation)
  }
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
  FILTER(BOUND(?count) && BOUND(?bound) && BOUND(?measure) && BOUND(?population) && BOUND(?region) &&
    BOUND(?polarity) && BOUND(?confidence))
  FILTER(!BOUND(?quotesCell) || BOUND(?quotesClass))
}
