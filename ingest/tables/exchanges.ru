# Prisoner exchanges and who was released in them.
# One row: one person's release in an exchange; rows with the same `exchange` share it.
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
    ?exchange a hab:Exchange ; skos:prefLabel ?exchangeName ; hab:party ?party ; hab:region ?region ;
      hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest ;
      hab:description ?description .
    ?event a hab:ExchangeRelease ; hab:subjectPerson ?person ; hab:partOfExchange ?exchange ;
      hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest .
    ?person a hab:Person ; skos:prefLabel ?label ; hab:birthYear ?birthYear ;
      hab:sex ?sex ; hab:citizenship ?citizenship .
    ?party a hab:Body ; skos:prefLabel ?partyName .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:exchange ?exchangeKey ; x:event ?key ; x:person ?name .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
  BIND(fn:id("exchange", ?exchangeKey) AS ?exchange)
  BIND(fn:name(?exchangeKey, "en") AS ?exchangeName)
  BIND(fn:id("event", ?key) AS ?event)
  BIND(fn:name(?name, "en") AS ?label)
  OPTIONAL { ?row x:date_text ?dateText }
  OPTIONAL {
    ?row x:when ?whenCell .
    BIND(fn:edtf(?whenCell) AS ?when)
    BIND(fn:earliest(?whenCell) AS ?earliest)
    BIND(fn:latest(?whenCell) AS ?latest)
  }
  OPTIONAL {
    ?row x:party ?partyCell .
    BIND(fn:id("body", ?partyCell) AS ?party)
    BIND(fn:name(?partyCell, "en") AS ?partyName)
  }
  OPTIONAL { ?row x:region ?regionCell . BIND(fn:term("region", ?regionCell) AS ?region) }
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
  # People of one name are told apart by the key of the list, else by what else is known: birth, place, region, case,
  # citizenship, each in its place in every table.
  OPTIONAL { ?row x:person_key ?personKey }
  OPTIONAL { ?row x:born ?born . BIND(fn:year(?born) AS ?birthYear) }
  OPTIONAL { ?row x:sex ?sexCell . BIND(fn:sex(?sexCell) AS ?sex) }
  OPTIONAL { ?row x:citizenship ?citizenshipCell . BIND(fn:region(?citizenshipCell) AS ?citizenship) }
  BIND(fn:person(?name, COALESCE(?personKey, ""), COALESCE(?born, ""), "", COALESCE(?regionCell, "")) AS ?person)
  OPTIONAL { ?row x:polarity ?polarityCell }
  BIND(fn:term("polarity", COALESCE(?polarityCell, "asserts")) AS ?polarity)
  OPTIONAL { ?row x:confidence ?confidenceCell }
  BIND(fn:term("confidence", COALESCE(?confidenceCell, "claimed")) AS ?confidence)
  FILTER(BOUND(?polarity) && BOUND(?confidence))
  FILTER(!BOUND(?quotesCell) || BOUND(?quotesClass))
}
