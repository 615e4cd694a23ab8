# exchangedWith: another person whose release is part of the same exchange.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:exchangedWith { ?person hab:exchangedWith ?other } }
WHERE {
  ?release hab:partOfExchange ?exchange ; hab:subjectPerson ?person .
  ?another hab:partOfExchange ?exchange ; hab:subjectPerson ?other .
  FILTER(?person != ?other)
}
