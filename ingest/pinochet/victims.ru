# The dead and the disappeared of the dictatorship in Chile, as the Report of the National Commission on Truth and
# Reconciliation names them. One row: one person, with a death, a disappearance, or both; where the commission came to no
# finding ("Unresolved"), the person alone.
# The list has a beginning and an end of the violence. A disappearance lasts from the one to the other; a death is dated by
# the end. Where the end comes before the beginning, neither is asserted and the cells are noted.
# Each place "In Custody" is a detention, without a date, for none is given. It is a facility where the coordinates are said to
# be exact; else the text may name a whole city, and stays a text. The first place stands on the disappearance, and on
# the death where the row has no other; where somebody died is not in the list.
# Not mapped, for they are restricted by nature: torture, mistreatment, interrogation, the method of killing, hospitals.
PREFIX fn: <https://w3id.org/habeas/function#>
PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX row: <urn:habeas:row#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX x: <urn:habeas:column:>

INSERT {
  GRAPH ?record {
    ?record hab:locator ?locator ; hab:polarity ?polarity ; hab:confidence ?confidence .
    ?person a hab:Person ; skos:prefLabel ?name ; hab:identifier ?identifier ; hab:sex ?sex ; hab:citizenship ?citizenship ;
      hab:describedAs ?describedAs .
    ?death a hab:Death ; hab:subjectPerson ?person ; hab:manner ?manner ; hab:ageAtEvent ?age ; hab:description ?deathBy ;
      hab:dateText ?deathText ; hab:when ?deathWhen ; hab:earliest ?deathEarliest ; hab:latest ?deathLatest ;
      hab:place ?onlyPlace ; hab:latitude ?onlyLatitude ; hab:longitude ?onlyLongitude .
    ?disappearance a hab:Disappearance ; hab:subjectPerson ?person ; hab:ageAtEvent ?age ; hab:description ?disappearanceBy ;
      hab:dateText ?spanText ; hab:when ?span ; hab:earliest ?spanEarliest ; hab:latest ?spanLatest ;
      hab:place ?firstPlace ; hab:latitude ?firstLatitude ; hab:longitude ?firstLongitude .
    ?held1 a hab:Detention ; hab:subjectPerson ?person ; hab:place ?place1 ; hab:facility ?facility1 ;
      hab:latitude ?latitude1 ; hab:longitude ?longitude1 .
    ?facility1 a hab:Facility ; skos:prefLabel ?facilityName1 .
    ?held2 a hab:Detention ; hab:subjectPerson ?person ; hab:place ?place2 ; hab:facility ?facility2 ;
      hab:latitude ?latitude2 ; hab:longitude ?longitude2 .
    ?facility2 a hab:Facility ; skos:prefLabel ?facilityName2 .
    ?held3 a hab:Detention ; hab:subjectPerson ?person ; hab:place ?place3 ; hab:facility ?facility3 ;
      hab:latitude ?latitude3 ; hab:longitude ?longitude3 .
    ?facility3 a hab:Facility ; skos:prefLabel ?facilityName3 .
    ?held4 a hab:Detention ; hab:subjectPerson ?person ; hab:place ?place4 ; hab:facility ?facility4 ;
      hab:latitude ?latitude4 ; hab:longitude ?longitude4 .
    ?facility4 a hab:Facility ; skos:prefLabel ?facilityName4 .
    ?held5 a hab:Detention ; hab:subjectPerson ?person ; hab:place ?place5 ; hab:facility ?facility5 ;
      hab:latitude ?latitude5 ; hab:longitude ?longitude5 .
    ?facility5 a hab:Facility ; skos:prefLabel ?facilityName5 .
  }
} WHERE {
  ?row row:record ?record ; x:individual_id ?id ; x:last_name ?last ; x:first_name ?first .
  BIND(fn:id("person", ?id) AS ?person)
  BIND(fn:name(CONCAT(?first, " ", ?last), "es") AS ?name)
  BIND(CONCAT("pinochet:", ?id) AS ?identifier)
  OPTIONAL { ?row x:male ?maleCell . BIND(fn:term("sex", IF(?maleCell = "1", "male", IF(?maleCell = "0", "female", ?maleCell))) AS ?sex) }
  OPTIONAL { ?row x:nationality ?nationality . BIND(fn:region(REPLACE(?nationality, "^dual ", "")) AS ?citizenship) }
  OPTIONAL { ?row x:occupation_detail ?occupationCell . BIND(fn:text(?occupationCell) AS ?describedAs) }
  OPTIONAL { ?row x:age ?ageCell . BIND(fn:integer(?ageCell) AS ?age) }
  OPTIONAL {
    ?row x:individual_id ?deadId ; x:violence ?violence .
    FILTER(?violence IN ("Killed", "Suicide", "Disappearance, Information of Death"))
    BIND(fn:id("death", ?deadId) AS ?death)
    BIND(fn:term("manner", IF(?violence IN ("Killed", "Suicide"), LCASE(?violence), "unknown")) AS ?manner)
    OPTIONAL { ?row x:perpetrator_affiliation_detail ?killers . BIND(CONCAT("By, as the list says: ", fn:text(?killers)) AS ?deathBy) }
    OPTIONAL { ?row x:start_date_daily ?deathFromDay }
    OPTIONAL { ?row x:start_date_monthly ?deathFromMonth }
    OPTIONAL { ?row x:end_date_daily ?deathDay }
    OPTIONAL { ?row x:end_date_monthly ?deathMonth }
    BIND(COALESCE(?deathDay, SUBSTR(?deathMonth, 1, 7)) AS ?deathText)
    BIND(CONCAT(COALESCE(?deathFromDay, SUBSTR(?deathFromMonth, 1, 7), ""), "/", ?deathText) AS ?deathSpan)
    BIND(fn:edtf(?deathSpan) AS ?deathSpanRead)
    BIND(IF(BOUND(?deathSpanRead), fn:edtf(?deathText), ?none) AS ?deathWhen)
    BIND(IF(BOUND(?deathSpanRead), fn:earliest(?deathText), ?none) AS ?deathEarliest)
    BIND(IF(BOUND(?deathSpanRead), fn:latest(?deathText), ?none) AS ?deathLatest)
  }
  OPTIONAL {
    ?row x:individual_id ?goneId ; x:violence ?gone .
    FILTER(STRSTARTS(?gone, "Disappearance"))
    BIND(fn:id("disappearance", ?goneId) AS ?disappearance)
    OPTIONAL { ?row x:perpetrator_affiliation_detail ?takers . BIND(CONCAT("By, as the list says: ", fn:text(?takers)) AS ?disappearanceBy) }
    OPTIONAL { ?row x:location_1 ?firstPlaceCell . BIND(fn:text(?firstPlaceCell) AS ?firstPlace) }
    OPTIONAL {
      ?row x:latitude_1 ?firstLatitudeCell ; x:longitude_1 ?firstLongitudeCell .
      BIND(fn:decimal(?firstLatitudeCell) AS ?firstLatitude)
      BIND(fn:decimal(?firstLongitudeCell) AS ?firstLongitude)
    }
    OPTIONAL { ?row x:start_date_daily ?fromDay }
    OPTIONAL { ?row x:start_date_monthly ?fromMonth }
    OPTIONAL { ?row x:end_date_daily ?toDay }
    OPTIONAL { ?row x:end_date_monthly ?toMonth }
    BIND(COALESCE(?fromDay, SUBSTR(?fromMonth, 1, 7), "") AS ?from)
    BIND(COALESCE(?toDay, SUBSTR(?toMonth, 1, 7), "") AS ?to)
    BIND(IF(?from = ?to, ?from, CONCAT(?from, "/", ?to)) AS ?spanCell)
    BIND(IF(?spanCell != "", ?spanCell, ?none) AS ?spanText)
    BIND(fn:edtf(?spanText) AS ?span)
    BIND(fn:earliest(?spanText) AS ?spanEarliest)
    BIND(fn:latest(?spanText) AS ?spanLatest)
  }
  OPTIONAL {
    ?row x:individual_id ?placeId ; x:location_1 ?onlyPlaceCell .
    FILTER NOT EXISTS { ?row x:location_2 ?second }
    BIND(fn:text(?onlyPlaceCell) AS ?onlyPlace)
    OPTIONAL {
      ?row x:latitude_1 ?onlyLatitudeCell ; x:longitude_1 ?onlyLongitudeCell .
      BIND(fn:decimal(?onlyLatitudeCell) AS ?onlyLatitude)
      BIND(fn:decimal(?onlyLongitudeCell) AS ?onlyLongitude)
    }
  }
  OPTIONAL {
    ?row x:individual_id ?heldId1 ; x:place_1 "In Custody" ; x:location_1 ?location1 .
    BIND(fn:id("detention", CONCAT(?heldId1, " 1")) AS ?held1)
    BIND(fn:text(?location1) AS ?place1)
    OPTIONAL {
      ?row x:latitude_1 ?latitudeCell1 ; x:longitude_1 ?longitudeCell1 .
      BIND(fn:decimal(?latitudeCell1) AS ?latitude1)
      BIND(fn:decimal(?longitudeCell1) AS ?longitude1)
    }
    OPTIONAL {
      ?row x:exact_coordinates_1 "1" ; x:location_1 ?site1 ; x:latitude_1 ?north1 ; x:longitude_1 ?east1 .
      # Police stations of several towns have one name: a tenth of a degree tells them apart.
      BIND(CONCAT(?site1, " ", STR(ROUND(fn:decimal(?north1) * 10)), " ", STR(ROUND(fn:decimal(?east1) * 10))) AS ?siteKey1)
      BIND(fn:id("facility", ?siteKey1) AS ?facility1)
      BIND(fn:name(?site1, "en") AS ?facilityName1)
    }
  }
  OPTIONAL {
    ?row x:individual_id ?heldId2 ; x:place_2 "In Custody" ; x:location_2 ?location2 .
    BIND(fn:id("detention", CONCAT(?heldId2, " 2")) AS ?held2)
    BIND(fn:text(?location2) AS ?place2)
    OPTIONAL {
      ?row x:latitude_2 ?latitudeCell2 ; x:longitude_2 ?longitudeCell2 .
      BIND(fn:decimal(?latitudeCell2) AS ?latitude2)
      BIND(fn:decimal(?longitudeCell2) AS ?longitude2)
    }
    OPTIONAL {
      ?row x:exact_coordinates_2 "1" ; x:location_2 ?site2 ; x:latitude_2 ?north2 ; x:longitude_2 ?east2 .
      # Police stations of several towns have one name: a tenth of a degree tells them apart.
      BIND(CONCAT(?site2, " ", STR(ROUND(fn:decimal(?north2) * 10)), " ", STR(ROUND(fn:decimal(?east2) * 10))) AS ?siteKey2)
      BIND(fn:id("facility", ?siteKey2) AS ?facility2)
      BIND(fn:name(?site2, "en") AS ?facilityName2)
    }
  }
  OPTIONAL {
    ?row x:individual_id ?heldId3 ; x:place_3 "In Custody" ; x:location_3 ?location3 .
    BIND(fn:id("detention", CONCAT(?heldId3, " 3")) AS ?held3)
    BIND(fn:text(?location3) AS ?place3)
    OPTIONAL {
      ?row x:latitude_3 ?latitudeCell3 ; x:longitude_3 ?longitudeCell3 .
      BIND(fn:decimal(?latitudeCell3) AS ?latitude3)
      BIND(fn:decimal(?longitudeCell3) AS ?longitude3)
    }
    OPTIONAL {
      ?row x:exact_coordinates_3 "1" ; x:location_3 ?site3 ; x:latitude_3 ?north3 ; x:longitude_3 ?east3 .
      # Police stations of several towns have one name: a tenth of a degree tells them apart.
      BIND(CONCAT(?site3, " ", STR(ROUND(fn:decimal(?north3) * 10)), " ", STR(ROUND(fn:decimal(?east3) * 10))) AS ?siteKey3)
      BIND(fn:id("facility", ?siteKey3) AS ?facility3)
      BIND(fn:name(?site3, "en") AS ?facilityName3)
    }
  }
  OPTIONAL {
    ?row x:individual_id ?heldId4 ; x:place_4 "In Custody" ; x:location_4 ?location4 .
    BIND(fn:id("detention", CONCAT(?heldId4, " 4")) AS ?held4)
    BIND(fn:text(?location4) AS ?place4)
    OPTIONAL {
      ?row x:latitude_4 ?latitudeCell4 ; x:longitude_4 ?longitudeCell4 .
      BIND(fn:decimal(?latitudeCell4) AS ?latitude4)
      BIND(fn:decimal(?longitudeCell4) AS ?longitude4)
    }
    OPTIONAL {
      ?row x:exact_coordinates_4 "1" ; x:location_4 ?site4 ; x:latitude_4 ?north4 ; x:longitude_4 ?east4 .
      # Police stations of several towns have one name: a tenth of a degree tells them apart.
      BIND(CONCAT(?site4, " ", STR(ROUND(fn:decimal(?north4) * 10)), " ", STR(ROUND(fn:decimal(?east4) * 10))) AS ?siteKey4)
      BIND(fn:id("facility", ?siteKey4) AS ?facility4)
      BIND(fn:name(?site4, "en") AS ?facilityName4)
    }
  }
  OPTIONAL {
    ?row x:individual_id ?heldId5 ; x:place_5 "In Custody" ; x:location_5 ?location5 .
    BIND(fn:id("detention", CONCAT(?heldId5, " 5")) AS ?held5)
    BIND(fn:text(?location5) AS ?place5)
    OPTIONAL {
      ?row x:latitude_5 ?latitudeCell5 ; x:longitude_5 ?longitudeCell5 .
      BIND(fn:decimal(?latitudeCell5) AS ?latitude5)
      BIND(fn:decimal(?longitudeCell5) AS ?longitude5)
    }
    OPTIONAL {
      ?row x:exact_coordinates_5 "1" ; x:location_5 ?site5 ; x:latitude_5 ?north5 ; x:longitude_5 ?east5 .
      # Police stations of several towns have one name: a tenth of a degree tells them apart.
      BIND(CONCAT(?site5, " ", STR(ROUND(fn:decimal(?north5) * 10)), " ", STR(ROUND(fn:decimal(?east5) * 10))) AS ?siteKey5)
      BIND(fn:id("facility", ?siteKey5) AS ?facility5)
      BIND(fn:name(?site5, "en") AS ?facilityName5)
    }
  }
  OPTIONAL { ?row x:page ?page }
  BIND(CONCAT("person ", ?id, COALESCE(CONCAT(", page ", ?page, " of the report"), "")) AS ?locator)
  BIND(fn:term("polarity", "asserts") AS ?polarity)
  BIND(fn:term("confidence", "reported") AS ?confidence)
}
