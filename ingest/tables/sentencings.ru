# Who was sentenced, by which judge and court, on what charge, to what.
# One row: one person's sentencing as one source tells it; `event` is a key that rows on the same sentencing
# share. The charge and the sentence belong to the event and take their keys from it. A column of the sentence
# that a source does not fill stays empty.
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
    ?event a hab:Sentencing ; hab:defendant ?person ; hab:judge ?judge ; hab:court ?court ; hab:inCase ?case ;
      hab:onCharge ?charge ; hab:imposed ?sentence ; hab:region ?region ; hab:nature ?nature ;
      hab:description ?description ;
      hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest .
    ?person a hab:Person ; skos:prefLabel ?label ; hab:birthYear ?birthYear ;
      hab:sex ?sex ; hab:citizenship ?citizenship .
    ?judge a hab:Person ; skos:prefLabel ?judgeName .
    ?court a hab:Court ; skos:prefLabel ?courtName ; hab:region ?region .
    ?case a hab:Case ; skos:prefLabel ?caseName .
    ?charge a hab:Charge ; hab:chargeWording ?chargeWording .
    ?sentence a hab:Sentence ; hab:penalty ?penalty ; hab:termText ?termText ; hab:term ?term ;
      hab:termMonths ?termMonths ;
      hab:aggregate ?aggregate ; hab:fineAmount ?fineAmount ; hab:fineCurrency ?fineCurrency ;
      hab:regime ?regime .
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
    ?row x:judge ?judgeCell .
    OPTIONAL { ?row x:judge_key ?judgeKey }
    OPTIONAL { ?row x:court ?judgeCourt }
    BIND(fn:judge(?judgeCell, COALESCE(?judgeKey, ""), COALESCE(?judgeCourt, "")) AS ?judge)
    BIND(fn:name(?judgeCell, "en") AS ?judgeName)
  }
  OPTIONAL {
    ?row x:court ?courtCell .
    BIND(fn:id("court", ?courtCell) AS ?court)
    BIND(fn:name(?courtCell, "en") AS ?courtName)
  }
  OPTIONAL {
    ?row x:case ?caseCell .
    BIND(fn:id("case", ?caseCell) AS ?case)
    BIND(fn:name(?caseCell, "en") AS ?caseName)
  }
  OPTIONAL { ?row x:charge ?chargeWording }
  BIND(IF(BOUND(?chargeWording), fn:id("charge", ?key), ?none) AS ?charge)
  OPTIONAL { ?row x:penalty ?penaltyCell . BIND(fn:term("penalty", ?penaltyCell) AS ?penalty) }
  OPTIONAL { ?row x:term_text ?termText }
  OPTIONAL {
    ?row x:term ?termCell .
    BIND(fn:duration(?termCell) AS ?term)
    # Days are no whole months: a term of days has none.
    BIND(IF(CONTAINS(STR(?term), "D"), ?none, fn:months(?termCell)) AS ?termMonths)
  }
  OPTIONAL { ?row x:aggregate ?aggregateCell . BIND(fn:boolean(?aggregateCell) AS ?aggregate) }
  OPTIONAL { ?row x:fine_amount ?fineAmountCell . BIND(fn:decimal(?fineAmountCell) AS ?fineAmount) }
  OPTIONAL { ?row x:fine_currency ?fineCurrency }
  OPTIONAL { ?row x:regime ?regime }
  OPTIONAL { ?row x:region ?regionCell . BIND(fn:term("region", ?regionCell) AS ?region) }
  OPTIONAL { ?row x:description ?description }
  OPTIONAL { ?row x:nature ?natureCell . BIND(fn:term("nature", ?natureCell) AS ?nature) }
  BIND(IF(BOUND(?penalty) || BOUND(?termText) || BOUND(?term) || BOUND(?fineAmount),
    fn:id("sentence", ?key), ?none) AS ?sentence)
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
  BIND(fn:person(?name, COALESCE(?personKey, ""), COALESCE(?born, ""), "", COALESCE(?regionCell, ""), COALESCE(?caseCell, "")) AS ?person)
  OPTIONAL { ?row x:polarity ?polarityCell }
  BIND(fn:term("polarity", COALESCE(?polarityCell, "asserts")) AS ?polarity)
  OPTIONAL { ?row x:confidence ?confidenceCell }
  BIND(fn:term("confidence", COALESCE(?confidenceCell, "claimed")) AS ?confidence)
  FILTER(BOUND(?polarity) && BOUND(?confidence))
  FILTER(!BOUND(?quotesCell) || BOUND(?quotesClass))
}
