# Decisions that keep a person in custody until a later date.
# One row: one extension. `until` is EDTF: a day without a year is XXXX-03-04 and has no bounds.
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
    ?event a hab:CustodyExtension ; hab:subjectPerson ?person ; hab:court ?court ; hab:region ?region ;
      hab:nature ?nature ;
      hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest ;
      hab:untilText ?untilText ; hab:until ?until ; hab:untilEarliest ?untilEarliest ;
      hab:untilLatest ?untilLatest ;
      hab:durationText ?durationText ; hab:duration ?duration .
    ?person a hab:Person ; skos:prefLabel ?label ; hab:birthYear ?birthYear ;
      hab:sex ?sex ; hab:citizenship ?citizenship .
    ?court a hab:Court ; skos:prefLabel ?courtName ; hab:region ?region .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:event ?key ; x:person ?name .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
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
    ?row x:court ?courtCell .
    BIND(fn:id("court", ?courtCell) AS ?court)
    BIND(fn:name(?courtCell, "en") AS ?courtName)
  }
  OPTIONAL { ?row x:until_text ?untilText }
  OPTIONAL {
    ?row x:until ?untilCell .
    BIND(fn:edtf(?untilCell) AS ?until)
    BIND(fn:earliest(?untilCell) AS ?untilEarliest)
    BIND(fn:latest(?untilCell) AS ?untilLatest)
  }
  OPTIONAL { ?row x:duration_text ?durationText }
  OPTIONAL { ?row x:duration ?durationCell . BIND(fn:duration(?durationCell) AS ?duration) }
  OPTIONAL { ?row x:region ?regionCell . BIND(fn:term("region", ?regionCell) AS ?region) }
  OPTIONAL { ?row x:nature ?natureCell . BIND(fn:term("nature", ?natureCell) AS ?nature) }
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
