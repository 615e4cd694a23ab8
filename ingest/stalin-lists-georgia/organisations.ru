# The bodies that passed the sentences: courts and tribunals, and the extrajudicial bodies of the NKVD, which are no courts.
# One row: one body. No table of the source says which person it sentenced, so nothing links it to anybody.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?body a ?class ; skos:prefLabel ?name ; hab:identifier ?identifier .
  }
} WHERE {
  ?row row:record ?record ; x:organ_id ?id ; x:name_ka ?cell .
  # სასამართლო: court; ტრიბუნალი: tribunal; კოლეგია: collegium. The others are troikas, a council and a department.
  BIND(fn:class(IF(REGEX(?cell, "სასამართლო|ტრიბუნალი|კოლეგია"), "Court", "Body"), "Agent") AS ?class)
  BIND(fn:id("body", ?id) AS ?body)
  BIND(fn:name(?cell, "ka") AS ?name)
  BIND(CONCAT("stalin-lists-georgia:convict-organization/", ?id) AS ?identifier)
  BIND(CONCAT("convict_organization, body ", ?id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
