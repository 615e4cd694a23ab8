# Who asked whom for what about whom, and the answer.
# One row: one request as one place tells it; rows with the same `event` speak of the same request, so that
# opposite answers meet. `kind` is a term of the request-kind vocabulary; columns that end in `_kind` name the
# class of the agent before them.
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
    ?event a hab:Request ; hab:requestKind ?kind ; hab:subjectPerson ?person ; hab:requestedBy ?requestedBy ;
      hab:addressee ?addressee ;
      hab:answer ?answer ; hab:answeredBy ?answeredBy ; hab:nature ?nature ; hab:region ?region ;
      hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest ;
      hab:description ?description .
    ?person a hab:Person ; skos:prefLabel ?label ; hab:birthYear ?birthYear ;
      hab:sex ?sex ; hab:citizenship ?citizenship .
    ?requestedBy a ?requestedByClass ; skos:prefLabel ?requestedByName .
    ?addressee a ?addresseeClass ; skos:prefLabel ?addresseeName .
    ?answeredBy a ?answeredByClass ; skos:prefLabel ?answeredByName .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:event ?key ; x:kind ?kindCell ; x:person ?name .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
  BIND(fn:id("event", ?key) AS ?event)
  BIND(fn:term("request-kind", ?kindCell) AS ?kind)
  BIND(fn:name(?name, "en") AS ?label)
  OPTIONAL { ?row x:date_text ?dateText }
  OPTIONAL {
    ?row x:when ?whenCell .
    BIND(fn:edtf(?whenCell) AS ?when)
    BIND(fn:earliest(?whenCell) AS ?earliest)
    BIND(fn:latest(?whenCell) AS ?latest)
  }
  OPTIONAL {
    ?row x:requested_by ?requestedByCell .
    OPTIONAL { ?row x:requested_by_kind ?requestedByKind }
    OPTIONAL { ?row x:requested_by_key ?requestedByKey }
    BIND(fn:class(?requestedByKind, "Agent") AS ?requestedByClass)
    BIND(fn:agent(?requestedByKind, ?requestedByCell, COALESCE(?requestedByKey, "")) AS ?requestedBy)
    BIND(fn:name(?requestedByCell, "en") AS ?requestedByName)
  }
  OPTIONAL {
    ?row x:addressee ?addresseeCell .
    OPTIONAL { ?row x:addressee_kind ?addresseeKind }
    OPTIONAL { ?row x:addressee_key ?addresseeKey }
    BIND(fn:class(?addresseeKind, "Agent") AS ?addresseeClass)
    BIND(fn:agent(?addresseeKind, ?addresseeCell, COALESCE(?addresseeKey, "")) AS ?addressee)
    BIND(fn:name(?addresseeCell, "en") AS ?addresseeName)
  }
  OPTIONAL {
    ?row x:answered_by ?answeredByCell .
    OPTIONAL { ?row x:answered_by_kind ?answeredByKind }
    OPTIONAL { ?row x:answered_by_key ?answeredByKey }
    BIND(fn:class(?answeredByKind, "Agent") AS ?answeredByClass)
    BIND(fn:agent(?answeredByKind, ?answeredByCell, COALESCE(?answeredByKey, "")) AS ?answeredBy)
    BIND(fn:name(?answeredByCell, "en") AS ?answeredByName)
  }
  OPTIONAL { ?row x:answer ?answerCell . BIND(fn:term("answer", ?answerCell) AS ?answer) }
  OPTIONAL { ?row x:nature ?natureCell . BIND(fn:term("nature", ?natureCell) AS ?nature) }
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
  FILTER(BOUND(?kind) && BOUND(?polarity) && BOUND(?confidence))
  FILTER(!BOUND(?quotesCell) || BOUND(?quotesClass))
  FILTER(!BOUND(?requestedByCell) || BOUND(?requestedByClass))
  FILTER(!BOUND(?addresseeCell) || BOUND(?addresseeClass))
  FILTER(!BOUND(?answeredByCell) || BOUND(?answeredByClass))
}
