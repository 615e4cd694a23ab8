# implausible-dates: an event whose date cannot be right as it stands, and why (hab:dateInDoubt).
# Such an event gives no status and enters no statistics; the check date-in-doubt tells of it. Two reasons are here, two
# more in outside-lifetime:
# - it is dated after the day on which every record that dates it was made;
# - it is dated before 15 October 1582, when the Gregorian calendar begins: the year is one of another calendar.
# Nothing is said where a date is missing or too wide to tell.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { GRAPH rule:implausible-dates { ?event hab:dateInDoubt ?why } }
WHERE {
  {
    {
      SELECT ?event ?earliest (MAX(?recorded) AS ?last) WHERE {
        ?event hab:earliest ?earliest .
        GRAPH ?record { ?event hab:earliest ?said }
        ?record hab:recorded ?recorded .
      } GROUP BY ?event ?earliest
    }
    FILTER(?earliest > ?last)
    BIND("It is dated after the day on which it was recorded." AS ?why)
  }
  UNION
  {
    ?event hab:latest ?latest .
    FILTER(?latest < "1582-10-15"^^xsd:date)
    BIND("It is dated before the Gregorian calendar begins: the year may be one of another calendar." AS ?why)
  }
}
