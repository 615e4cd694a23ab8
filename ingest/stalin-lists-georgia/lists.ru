# The lists themselves, by the day of each. One row: one list. No table of the source says who is on which.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?list a hab:Publication ; hab:identifier ?identifier ; hab:dateText ?day ;
      hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest .
  }
} WHERE {
  ?row row:record ?record ; x:list_id ?id ; x:date ?day .
  BIND(fn:id("list", ?id) AS ?list)
  BIND(CONCAT("stalin-lists-georgia:list/", ?id) AS ?identifier)
  BIND(fn:edtf(?day) AS ?when)
  BIND(fn:earliest(?day) AS ?earliest)
  BIND(fn:latest(?day) AS ?latest)
  BIND(CONCAT("list_dates, list ", ?id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
