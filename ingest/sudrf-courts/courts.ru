# The register of courts. One row: one court, with its official code.
# The portal adds the region to the name, in brackets; the name without it is the other name.
# Courts that the portal puts in Crimea (91) and Sevastopol (92) are in the occupied peninsula of Ukraine; courts under 95
# are garrison courts outside Russia, and the portal does not say where. Under 90, 93 and 94 it numbers courts in other occupied
# regions of Ukraine, of which this list has none: they get no region.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?court a hab:Court ; skos:prefLabel ?name ; skos:altLabel ?shortName ; hab:identifier ?identifier ;
      hab:place ?place ; hab:region ?region ; hab:website ?website .
  }
} WHERE {
  ?row row:record ?record ; x:court_id ?id ; x:court_name ?nameCell ; x:region_code ?code ; x:region ?place .
  BIND(fn:id("court", ?id) AS ?court)
  BIND(fn:name(?nameCell, "ru") AS ?name)
  BIND(CONCAT("sudrf:", ?id) AS ?identifier)
  OPTIONAL {
    ?row x:court_name ?longName .
    FILTER(REGEX(?longName, " [(][^()]+[)]$"))
    BIND(fn:name(REPLACE(?longName, " [(][^()]+[)]$", ""), "ru") AS ?shortName)
  }
  OPTIONAL {
    ?row x:region_code ?where .
    FILTER(?where NOT IN ("90", "93", "94", "95"))
    BIND(fn:term("region", IF(?where IN ("91", "92"), "crimea", "russia")) AS ?region)
  }
  OPTIONAL { ?row x:court_website ?website }
  BIND(CONCAT("courts, ", ?id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "confirmed") AS ?confidence)
}
