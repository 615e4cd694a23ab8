# How a source writes a name, and how it describes whoever bears it.
# One row: one person, court, facility or body as named in one place. `class` is the class's name.
# `other_name` is another spelling in the same place, in the language `other_language` (English where empty),
# for example a Cyrillic tag. `occupation` holds terms of the occupation vocabulary; `described_as` keeps the words.
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
    ?agent a ?class ; skos:prefLabel ?label ; skos:altLabel ?otherLabel ; hab:describedAs ?describedAs ;
      hab:citizenship ?citizenship ; hab:occupation ?occupation ; hab:birthYear ?birthYear ; hab:sex ?sex .
  }
} WHERE {
  ?row row:record ?record ; x:locator ?locator ;
    x:class ?kind ; x:name ?name .
  OPTIONAL { ?row x:locator_kind ?locatorKindCell . BIND(fn:term("locator-kind", ?locatorKindCell) AS ?locatorKind) }
  OPTIONAL {
    ?row x:published ?publishedCell .
    BIND(fn:edtf(?publishedCell) AS ?published)
    BIND(fn:earliest(?publishedCell) AS ?publishedEarliest)
    BIND(fn:latest(?publishedCell) AS ?publishedLatest)
  }
  BIND(fn:class(?kind, "Agent") AS ?class)
  BIND(fn:name(?name, "en") AS ?label)
  OPTIONAL {
    ?row x:other_name ?otherName .
    OPTIONAL { ?row x:other_language ?otherLanguage }
    BIND(fn:name(?otherName, COALESCE(?otherLanguage, "en")) AS ?otherLabel)
  }
  OPTIONAL { ?row x:described_as ?describedAs }
  OPTIONAL { ?row x:citizenship ?citizenshipCell . BIND(fn:term("region", ?citizenshipCell) AS ?citizenship) }
  OPTIONAL { ?row x:occupation ?occupationCell . BIND(fn:term("occupation", ?occupationCell) AS ?occupation) }
  # People of one name are told apart by the key of the list, else by what else is known: birth, place, region, case,
  # citizenship, each in its place in every table.
  OPTIONAL { ?row x:person_key ?personKey }
  OPTIONAL {
    ?row x:born ?born ; x:class ?bornKind .
    BIND(IF(LCASE(?bornKind) = "person", fn:year(?born), ?none) AS ?birthYear)
  }
  OPTIONAL { ?row x:sex ?sexCell . BIND(fn:sex(?sexCell) AS ?sex) }
  BIND(fn:person(?name, COALESCE(?personKey, ""), COALESCE(?born, ""), "", "", "", COALESCE(?citizenshipCell, "")) AS ?person)
  BIND(IF(LCASE(?kind) = "person", ?person, fn:id(LCASE(?kind), ?name)) AS ?agent)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  OPTIONAL { ?row x:confidence ?confidenceCell }
  BIND(fn:term("confidence", COALESCE(?confidenceCell, "claimed")) AS ?confidence)
  FILTER(BOUND(?class) && BOUND(?polarity) && BOUND(?confidence))
}
