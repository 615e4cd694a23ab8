# labels: an rdfs:label for display on everything that has a class.
# A name is taken in English, else Ukrainian, Belarusian, Russian, else any. What has no name is called by its class,
# whom it concerns and its date as stated, or by its number in a register; a part by its main text, and a charge
# without words of its own by its article; an article of law by its number, with part and point, and the law where one
# is stated. Whom it concerns is named in English, else in any language, else by number. Names are never invented: this
# is no skos:prefLabel.
# What is put together with other text and holds right-to-left letters (Hebrew, Arabic and their kin) is set in isolates,
# U+2068 and U+2069, else a date beside such a name would be shown before it; all other labels stay as they are.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT { GRAPH rule:labels { ?thing rdfs:label ?label } }
WHERE {
  { SELECT DISTINCT ?thing WHERE { ?thing a hab:Entity } }
  OPTIONAL { ?thing skos:prefLabel ?en FILTER(LANG(?en) = "en") }
  OPTIONAL { ?thing skos:prefLabel ?uk FILTER(LANG(?uk) = "uk") }
  OPTIONAL { ?thing skos:prefLabel ?be FILTER(LANG(?be) = "be") }
  OPTIONAL { ?thing skos:prefLabel ?ru FILTER(LANG(?ru) = "ru") }
  OPTIONAL { SELECT ?thing (MIN(STR(?name)) AS ?any) WHERE { ?thing skos:prefLabel ?name } GROUP BY ?thing }
  OPTIONAL { SELECT ?thing (MIN(?text) AS ?own) WHERE {
    { ?thing hab:title ?text } UNION { ?thing hab:chargeWording ?text } UNION { ?thing hab:termText ?text }
    UNION { ?thing a hab:Charge ; hab:underArticle/skos:prefLabel ?text MINUS { ?thing hab:chargeWording ?words } }
    UNION { ?thing hab:valueText ?text } UNION { ?thing hab:stayText ?text }
    UNION { ?thing a hab:Dispute ; hab:description ?text } UNION { ?thing a hab:Development ; hab:description ?text }
    UNION { ?thing hab:source/hab:title ?title ; hab:locator ?place
      BIND(REPLACE(?title, "^(.*[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\U00010800-\U00010FFF\U0001E800-\U0001EFFF].*)$", "\u2068$1\u2069", "s") AS ?isolatedTitle)
      BIND(REPLACE(?place, "^(.*[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\U00010800-\U00010FFF\U0001E800-\U0001EFFF].*)$", "\u2068$1\u2069", "s") AS ?isolatedPlace)
      BIND(CONCAT(?isolatedTitle, ", ", ?isolatedPlace) AS ?text) }
    UNION { ?thing a hab:Capture ; hab:sha256 ?checksum BIND(CONCAT("Capture ", SUBSTR(?checksum, 1, 12)) AS ?text) }
  } GROUP BY ?thing }
  OPTIONAL { SELECT ?thing (MIN(?kind) AS ?className) WHERE {
    ?thing a ?class .
    GRAPH <https://w3id.org/habeas/ns> { ?class rdfs:label ?kind FILTER(LANG(?kind) = "en")
      FILTER NOT EXISTS { ?class hab:abstract true } }
    MINUS { ?thing a ?class, ?narrower . GRAPH <https://w3id.org/habeas/ns> { ?narrower rdfs:subClassOf+ ?class } }
  } GROUP BY ?thing }
  OPTIONAL { SELECT ?thing (GROUP_CONCAT(DISTINCT ?isolated; SEPARATOR=", ") AS ?who) WHERE {
    ?thing hab:subjectPerson|hab:statedBy|hab:member|hab:appointee|hab:listed ?party .
    { SELECT ?party (COALESCE(MIN(?english), MIN(?other), MIN(?number)) AS ?name) WHERE {
      ?party a hab:Agent .
      OPTIONAL { ?party skos:prefLabel ?written .
        BIND(IF(LANG(?written) = "en", STR(?written), ?unbound) AS ?english) BIND(STR(?written) AS ?other) }
      OPTIONAL { ?party hab:identifier ?number }
    } GROUP BY ?party }
    BIND(REPLACE(?name, "^(.*[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\U00010800-\U00010FFF\U0001E800-\U0001EFFF].*)$", "\u2068$1\u2069", "s") AS ?isolated)
  } GROUP BY ?thing }
  OPTIONAL { SELECT ?thing (MIN(?identifier) AS ?number) WHERE { ?thing hab:identifier ?identifier } GROUP BY ?thing }
  OPTIONAL { SELECT ?thing (MIN(?cited) AS ?citation) WHERE {
    ?thing a hab:Article ; hab:articleNumber ?articleNumber .
    OPTIONAL { ?thing hab:ofLaw ?law .
      OPTIONAL { ?law skos:prefLabel ?lawEn FILTER(LANG(?lawEn) = "en") }
      OPTIONAL { ?law skos:prefLabel ?lawUk FILTER(LANG(?lawUk) = "uk") }
      OPTIONAL { ?law skos:prefLabel ?lawBe FILTER(LANG(?lawBe) = "be") }
      OPTIONAL { ?law skos:prefLabel ?lawRu FILTER(LANG(?lawRu) = "ru") }
      OPTIONAL { SELECT ?law (MIN(STR(?lawWritten)) AS ?lawAny) WHERE { ?law a hab:Law ; skos:prefLabel ?lawWritten } GROUP BY ?law } }
    BIND(REPLACE(STR(?articleNumber), "^(.*[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\U00010800-\U00010FFF\U0001E800-\U0001EFFF].*)$", "\u2068$1\u2069", "s") AS ?isolatedNumber)
    BIND(REPLACE(COALESCE(STR(?lawEn), STR(?lawUk), STR(?lawBe), STR(?lawRu), ?lawAny), "^(.*[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\U00010800-\U00010FFF\U0001E800-\U0001EFFF].*)$", "\u2068$1\u2069", "s") AS ?isolatedLaw)
    BIND(CONCAT(?isolatedNumber, COALESCE(CONCAT(", ", ?isolatedLaw), "")) AS ?cited)
  } GROUP BY ?thing }
  OPTIONAL { ?thing hab:count ?count ; hab:bound/skos:prefLabel ?bound ; hab:measure/skos:prefLabel ?measure ;
    hab:population/skos:prefLabel ?population ; hab:region/skos:prefLabel ?region .
    FILTER(LANG(?bound) = "en" && LANG(?measure) = "en" && LANG(?population) = "en" && LANG(?region) = "en")
    BIND(CONCAT(?bound, " ", STR(?count), ": ", LCASE(?measure), ", ", LCASE(?population), ", ", ?region) AS ?figure) }
  OPTIONAL { ?thing hab:dateText ?dateText BIND(REPLACE(?dateText, "^(.*[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\U00010800-\U00010FFF\U0001E800-\U0001EFFF].*)$", "\u2068$1\u2069", "s") AS ?date) }
  BIND(COALESCE(STR(?en), STR(?uk), STR(?be), STR(?ru), ?any, ?own, ?figure, CONCAT(STR(?className), " ", ?citation), CONCAT(
    STR(?className), IF(BOUND(?who), CONCAT(": ", ?who), IF(BOUND(?number), CONCAT(" ", ?number), "")), IF(BOUND(?date), CONCAT(", ", ?date), "")
  ), "?") AS ?label)
}
