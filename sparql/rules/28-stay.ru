# stay: a time for which an event says that its person was held in one facility.
# A transfer begins a stay at the facility it reaches and ends one at the facility it leaves; a death ends one; what lasts
# and is dated by a first and a last day has both; any other event reports the stay for its date and says nothing of before
# and after. Without a date the stay is "at some time". An event whose date is in doubt gives none of its dates.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:stay {
  ?person hab:stay ?stay .
  ?stay a hab:Stay ; hab:stayAt ?facility ; hab:stayEvent ?event ;
    hab:stayFrom ?from ; hab:stayTo ?to ; hab:stayReported ?reported .
} }
WHERE {
  ?event hab:subjectPerson ?person .
  {
    ?event hab:facility ?facility .
    BIND("at" AS ?end)
  }
  UNION { ?event a hab:Transfer ; hab:toFacility ?facility . BIND("from" AS ?end) }
  UNION { ?event a hab:Transfer ; hab:fromFacility ?facility . BIND("to" AS ?end) }
  OPTIONAL {
    ?event hab:when ?when .
    MINUS { ?event hab:dateInDoubt ?why }
  }
  OPTIONAL { ?event a ?last . GRAPH <https://w3id.org/habeas/ns> { ?last hab:lasting true } }
  OPTIONAL { ?event a ?fatal FILTER(?fatal = hab:Death) }
  BIND(BOUND(?when) && CONTAINS(STR(?when), "/") && BOUND(?last) && ?end = "at" AS ?span)
  BIND(IF(?span, STRBEFORE(STR(?when), "/"), IF(?end = "from", STR(?when), ?none)) AS ?begun)
  BIND(IF(?span, STRAFTER(STR(?when), "/"), IF(?end = "to" || BOUND(?fatal), STR(?when), ?none)) AS ?ended)
  BIND(IF(!?span && ?end = "at" && !BOUND(?fatal), ?when, ?none) AS ?reported)
  BIND(IF(BOUND(?begun) && ?begun != "" && ?begun != "..", STRDT(?begun, DATATYPE(?when)), ?none) AS ?from)
  BIND(IF(BOUND(?ended) && ?ended != "" && ?ended != "..", STRDT(?ended, DATATYPE(?when)), ?none) AS ?to)
  # The id follows from the ids of the three alone, so that it is the same under any address.
  BIND(CONCAT("stay ", REPLACE(STR(?event), "^.*[:/]", ""), " ", REPLACE(STR(?facility), "^.*[:/]", ""), " ",
    REPLACE(STR(?person), "^.*[:/]", ""), " ", ?end) AS ?key)
  BIND(IRI(CONCAT(REPLACE(STR(?event), "[^:/]*$", ""), SUBSTR(SHA256(?key), 1, 20))) AS ?stay)
}
