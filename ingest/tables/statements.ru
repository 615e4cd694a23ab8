# Resolutions, appeals, letters, manifestos and remarks: who addressed whom about whom.
# One row: one statement. `signatory` and `about` may hold several names, parted by |; `about` names people.
# `kind` is a term of the statement-kind vocabulary; columns that end in `_kind` name the class of the agent
# before them.
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
    ?event a hab:Statement ; skos:prefLabel ?title ; hab:statementKind ?kind ; hab:identifier ?identifier ;
      hab:statedBy ?statedBy ;
      hab:signatory ?signatory ; hab:addressee ?addressee ; hab:about ?about ;
      hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest ;
      hab:description ?description .
    ?statedBy a ?statedByClass ; skos:prefLabel ?statedByName .
    ?signatory a hab:Body ; skos:prefLabel ?signatoryName .
    ?addressee a ?addresseeClass ; skos:prefLabel ?addresseeName .
    ?about a hab:Person ; skos:prefLabel ?aboutName .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:event ?key ; x:kind ?kindCell .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
  BIND(fn:id("event", ?key) AS ?event)
  BIND(fn:term("statement-kind", ?kindCell) AS ?kind)
  OPTIONAL { ?row x:title ?titleCell . BIND(fn:name(?titleCell, "en") AS ?title) }
  OPTIONAL { ?row x:identifier ?identifier }
  OPTIONAL { ?row x:date_text ?dateText }
  OPTIONAL {
    ?row x:when ?whenCell .
    BIND(fn:edtf(?whenCell) AS ?when)
    BIND(fn:earliest(?whenCell) AS ?earliest)
    BIND(fn:latest(?whenCell) AS ?latest)
  }
  OPTIONAL {
    ?row x:stated_by ?statedByCell .
    OPTIONAL { ?row x:stated_by_kind ?statedByKind }
    OPTIONAL { ?row x:stated_by_key ?statedByKey }
    BIND(fn:class(?statedByKind, "Agent") AS ?statedByClass)
    BIND(fn:agent(?statedByKind, ?statedByCell, COALESCE(?statedByKey, "")) AS ?statedBy)
    BIND(fn:name(?statedByCell, "en") AS ?statedByName)
  }
  OPTIONAL {
    ?row x:signatory ?signatoryCell .
    BIND(fn:id("body", ?signatoryCell) AS ?signatory)
    BIND(fn:name(?signatoryCell, "en") AS ?signatoryName)
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
    ?row x:about ?aboutCell .
    BIND(fn:person(?aboutCell) AS ?about)
    BIND(fn:name(?aboutCell, "en") AS ?aboutName)
  }
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
  FILTER(BOUND(?kind) && BOUND(?polarity) && BOUND(?confidence))
  FILTER(!BOUND(?quotesCell) || BOUND(?quotesClass))
  FILTER(!BOUND(?addresseeCell) || BOUND(?addresseeClass))
  FILTER(!BOUND(?statedByCell) || BOUND(?statedByClass))
}
