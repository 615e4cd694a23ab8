# Judgments of the European Court of Human Rights: against which state, under which articles, with what outcome, and who
# represented the applicants. One row: one judgment, on one or more applications.
# A cell with several values gives several. Only findings of a violation, or of none, are outcomes; awards and procedure
# are left out. A name that ends with an initial is a lawyer's; another one is an organisation's.
# The alternatives of the UNION stand side by side, so that values of one column are not paired with those of another.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?case a hab:Case ; skos:prefLabel ?name ; hab:caseNumber ?number ; hab:identifier ?identifier .
    ?judgment a hab:Judgment ; hab:inCase ?case ; hab:court ?court ; hab:respondent ?respondent ;
      hab:dateText ?dateText ; hab:when ?when ; hab:earliest ?earliest ; hab:latest ?latest ;
      hab:outcome ?outcome ; hab:underArticle ?article ; hab:applicantRepresentative ?representative .
    ?court a hab:Court ; skos:prefLabel ?courtName .
    ?article a hab:Article ; skos:prefLabel ?articleName ; hab:articleNumber ?articleNumber ; hab:ofLaw ?law .
    ?law a hab:Law ; skos:prefLabel ?lawName .
    ?representative a ?representativeClass ; skos:prefLabel ?representativeName .
  }
} WHERE {
  ?row row:record ?record ; x:itemid ?id ; x:docname ?nameCell ; x:appno ?appno .
  BIND(fn:id("case", ?id) AS ?case)
  BIND(fn:id("judgment", ?id) AS ?judgment)
  BIND(fn:name(?nameCell, "en") AS ?name)
  BIND(REPLACE(?appno, ";", "; ") AS ?number)
  BIND(fn:id("court", "European Court of Human Rights") AS ?court)
  BIND("European Court of Human Rights"@en AS ?courtName)
  {
    ?row x:itemid ?hudoc .
    BIND(CONCAT("hudoc:", ?hudoc) AS ?identifier)
  } UNION {
    ?row x:ecli ?ecli .
    BIND(CONCAT("ecli:", ?ecli) AS ?identifier)
  } UNION {
    ?row x:judgementdate ?dateCell .
    BIND(SUBSTR(?dateCell, 1, 10) AS ?dateText)
    BIND(fn:date(?dateText, "dmy") AS ?when)
    BIND(fn:earliest(STR(?when)) AS ?earliest)
    BIND(fn:latest(STR(?when)) AS ?latest)
  } UNION {
    ?row x:respondent ?respondentCell .
    BIND(fn:region(?respondentCell) AS ?respondent)
  } UNION {
    ?row x:conclusion_element ?element .
    FILTER(REGEX(?element, "^(V|No v)iolation of "))
    BIND(fn:text(?element) AS ?outcome)
  } UNION {
    ?row x:article ?articleNumber .
    BIND(fn:id("article", ?articleNumber) AS ?article)
    BIND(fn:name(CONCAT("Article ", ?articleNumber), "en") AS ?articleName)
    BIND(fn:id("law", "European Convention on Human Rights") AS ?law)
    BIND("European Convention on Human Rights"@en AS ?lawName)
  } UNION {
    ?row x:representedby ?representativeCell .
    FILTER(?representativeCell != "N/A")
    BIND(IF(REGEX(?representativeCell, "[.]$|[. ][A-Z]$"), "Person", "Body") AS ?kind)
    BIND(fn:class(?kind, "Agent") AS ?representativeClass)
    BIND(fn:id(CONCAT("representative ", ?kind), ?representativeCell) AS ?representative)
    BIND(fn:name(?representativeCell, "en") AS ?representativeName)
  }
  BIND(CONCAT("cases, ", ?id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "confirmed") AS ?confidence)
}
