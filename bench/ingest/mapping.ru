# Who was sentenced by whom, where, under what, to what; every cell kept as the list has it.
# One row: one sentencing of somebody who does not exist. What mapping.ttl says in RML, triple by triple.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity <https://w3id.org/habeas/vocabulary/polarity/asserts> ;
      hab:confidence <https://w3id.org/habeas/vocabulary/confidence/claimed> .
    ?event a hab:Sentencing ; hab:defendant ?person ; hab:judge ?judge ; hab:court ?court ; hab:inCase ?case ;
      hab:onCharge ?charge ; hab:imposed ?sentence ; hab:facility ?facility ;
      hab:dateText ?date .
    ?person a hab:Person ; skos:prefLabel ?label .
    ?judge a hab:Person ; skos:prefLabel ?judgeName .
    ?court a hab:Court ; skos:prefLabel ?courtName .
    ?case a hab:Case ; skos:prefLabel ?caseName .
    ?charge a hab:Charge ; hab:chargeWording ?article .
    ?sentence a hab:Sentence ; hab:termText ?term ; hab:fineAmount ?fine .
    ?facility a hab:Facility ; skos:prefLabel ?facilityName .
  }
} WHERE {
  ?row row:record ?record ; x:source ?locator ; x:person ?name ; x:case ?key ; x:court ?courtCell ; x:article ?article ;
    x:date ?date .
  BIND(fn:id("event", ?key) AS ?event)
  BIND(fn:id("person", ?name) AS ?person)
  BIND(fn:id("court", ?courtCell) AS ?court)
  BIND(fn:id("case", ?key) AS ?case)
  BIND(fn:id("charge", ?key) AS ?charge)
  BIND(fn:id("sentence", ?key) AS ?sentence)
  BIND(STRLANG(?name, "en") AS ?label)
  BIND(STRLANG(?courtCell, "en") AS ?courtName)
  BIND(STRLANG(?key, "en") AS ?caseName)
  OPTIONAL { ?row x:judge ?judgeCell . BIND(fn:id("person", ?judgeCell) AS ?judge) BIND(STRLANG(?judgeCell, "en") AS ?judgeName) }
  OPTIONAL {
    ?row x:facility ?facilityCell .
    BIND(fn:id("facility", ?facilityCell) AS ?facility) BIND(STRLANG(?facilityCell, "en") AS ?facilityName)
  }
  OPTIONAL { ?row x:term ?term }
  OPTIONAL { ?row x:fine ?fineCell . BIND(STRDT(?fineCell, xsd:decimal) AS ?fine) }
}
