# Who was judge or advocate general at the courts of the European Union, and from when to when.
# One row: one person, with an appointment for each sort of post held. An end that is missing is open. Of registrars the
# table has no dates of their own, so a person who was registrar and nothing else has no appointment here.
# The state is the one that nominated; it is not said that the person is its citizen.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?person a hab:Person ; skos:prefLabel ?name ; skos:altLabel ?latinName ; hab:identifier ?identifier ;
      hab:sex ?sex ; hab:birthYear ?birthYear ; hab:describedAs ?describedAs .
    ?post1 a hab:Appointment ; hab:appointee ?person ; hab:appointedTo ?court1 ; hab:post "judge" ;
      hab:dateText ?dateText1 ; hab:when ?when1 ; hab:earliest ?earliest1 ; hab:latest ?latest1 .
    ?court1 a hab:Court ; skos:prefLabel ?courtName1 .
    ?post2 a hab:Appointment ; hab:appointee ?person ; hab:appointedTo ?court2 ; hab:post "judge" ;
      hab:dateText ?dateText2 ; hab:when ?when2 ; hab:earliest ?earliest2 ; hab:latest ?latest2 .
    ?court2 a hab:Court ; skos:prefLabel ?courtName2 .
    ?post3 a hab:Appointment ; hab:appointee ?person ; hab:appointedTo ?court3 ; hab:post "judge" ;
      hab:dateText ?dateText3 ; hab:when ?when3 ; hab:earliest ?earliest3 ; hab:latest ?latest3 .
    ?court3 a hab:Court ; skos:prefLabel ?courtName3 .
    ?post4 a hab:Appointment ; hab:appointee ?person ; hab:appointedTo ?court4 ; hab:post "advocate general" ;
      hab:dateText ?dateText4 ; hab:when ?when4 ; hab:earliest ?earliest4 ; hab:latest ?latest4 .
    ?court4 a hab:Court ; skos:prefLabel ?courtName4 .
  }
} WHERE {
  ?row row:record ?record ; x:iuropa_judge_id ?id ; x:full_name ?nameCell .
  BIND(fn:id("person", ?id) AS ?person)
  BIND(fn:name(?nameCell, "en") AS ?name)
  BIND(CONCAT("iuropa:", ?id) AS ?identifier)
  OPTIONAL {
    ?row x:first_name ?first ; x:last_name ?last ; x:last_name_latin ?latin .
    FILTER(?last != ?latin)
    BIND(fn:name(CONCAT(?first, " ", ?latin), "en") AS ?latinName)
  }
  OPTIONAL { ?row x:gender ?sexCell . BIND(fn:sex(?sexCell) AS ?sex) }
  OPTIONAL { ?row x:birth_year ?birthCell . BIND(fn:integer(?birthCell) AS ?birthYear) }
  OPTIONAL {
    ?row x:current_status ?statusCell ; x:member_state ?state .
    BIND(CONCAT(?statusCell, ", nominated by ", ?state) AS ?describedAs)
  }
  OPTIONAL {
    ?row x:iuropa_judge_id ?id1 ; x:start_date_judge_court_of_justice ?start1 .
    BIND(fn:id("judge_court_of_justice", ?id1) AS ?post1)
    BIND("Court of Justice"@en AS ?courtName1)
    BIND(fn:id("court", "Court of Justice") AS ?court1)
    OPTIONAL { ?row x:end_date_judge_court_of_justice ?end1 }
    BIND(CONCAT(?start1, "/", COALESCE(?end1, "..")) AS ?span1)
    BIND(CONCAT("from ", ?start1, COALESCE(CONCAT(" to ", ?end1), "")) AS ?dateText1)
    BIND(fn:edtf(?span1) AS ?when1)
    BIND(fn:earliest(?span1) AS ?earliest1)
    BIND(fn:latest(?span1) AS ?latest1)
  }
  OPTIONAL {
    ?row x:iuropa_judge_id ?id2 ; x:start_date_judge_general_court ?start2 .
    BIND(fn:id("judge_general_court", ?id2) AS ?post2)
    BIND("General Court"@en AS ?courtName2)
    BIND(fn:id("court", "General Court") AS ?court2)
    OPTIONAL { ?row x:end_date_judge_general_court ?end2 }
    BIND(CONCAT(?start2, "/", COALESCE(?end2, "..")) AS ?span2)
    BIND(CONCAT("from ", ?start2, COALESCE(CONCAT(" to ", ?end2), "")) AS ?dateText2)
    BIND(fn:edtf(?span2) AS ?when2)
    BIND(fn:earliest(?span2) AS ?earliest2)
    BIND(fn:latest(?span2) AS ?latest2)
  }
  OPTIONAL {
    ?row x:iuropa_judge_id ?id3 ; x:start_date_judge_civil_service_tribunal ?start3 .
    BIND(fn:id("judge_civil_service_tribunal", ?id3) AS ?post3)
    BIND("Civil Service Tribunal"@en AS ?courtName3)
    BIND(fn:id("court", "Civil Service Tribunal") AS ?court3)
    OPTIONAL { ?row x:end_date_judge_civil_service_tribunal ?end3 }
    BIND(CONCAT(?start3, "/", COALESCE(?end3, "..")) AS ?span3)
    BIND(CONCAT("from ", ?start3, COALESCE(CONCAT(" to ", ?end3), "")) AS ?dateText3)
    BIND(fn:edtf(?span3) AS ?when3)
    BIND(fn:earliest(?span3) AS ?earliest3)
    BIND(fn:latest(?span3) AS ?latest3)
  }
  OPTIONAL {
    ?row x:iuropa_judge_id ?id4 ; x:start_date_advocate_general ?start4 .
    BIND(fn:id("advocate_general", ?id4) AS ?post4)
    BIND("Court of Justice"@en AS ?courtName4)
    BIND(fn:id("court", "Court of Justice") AS ?court4)
    OPTIONAL { ?row x:end_date_advocate_general ?end4 }
    BIND(CONCAT(?start4, "/", COALESCE(?end4, "..")) AS ?span4)
    BIND(CONCAT("from ", ?start4, COALESCE(CONCAT(" to ", ?end4), "")) AS ?dateText4)
    BIND(fn:edtf(?span4) AS ?when4)
    BIND(fn:earliest(?span4) AS ?earliest4)
    BIND(fn:latest(?span4) AS ?latest4)
  }
  BIND(CONCAT("judges, ", ?id) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
