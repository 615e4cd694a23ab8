# The judges of the European Court of Human Rights, by the state in respect of which each was elected, and their terms by
# year. One row: one judge. An end that is missing is open.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?judge a hab:Person ; skos:prefLabel ?name ; hab:describedAs ?describedAs .
    ?appointment a hab:Appointment ; hab:appointee ?judge ; hab:appointedTo ?court ; hab:post "judge" ;
      hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest .
    ?court a hab:Court ; skos:prefLabel ?courtName .
  }
} WHERE {
  ?row row:record ?record ; x:country ?country ; x:key ?key ; x:full_name ?nameCell .
  BIND(CONCAT(?country, " ", ?key) AS ?local)
  BIND(fn:id("judge", ?local) AS ?judge)
  BIND(fn:id("appointment", ?local) AS ?appointment)
  BIND(fn:id("court", "European Court of Human Rights") AS ?court)
  BIND("European Court of Human Rights"@en AS ?courtName)
  BIND(fn:name(?nameCell, "en") AS ?name)
  BIND(CONCAT("judge in respect of ", ?country) AS ?describedAs)
  OPTIONAL {
    ?row x:start ?start .
    OPTIONAL { ?row x:end ?end }
    BIND(CONCAT(?start, "/", COALESCE(?end, "..")) AS ?span)
    BIND(CONCAT("from ", ?start, COALESCE(CONCAT(" to ", ?end), "")) AS ?dateText)
    BIND(fn:edtf(?span) AS ?when)
    BIND(fn:earliest(?span) AS ?earliest)
    BIND(fn:latest(?span) AS ?latest)
  }
  BIND(CONCAT("judges_per_country, ", ?country, ", ", ?key) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
