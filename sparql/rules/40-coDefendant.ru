# coDefendant: another person who is a defendant in an event of the same case.

PREFIX hab: <https://w3id.org/habeas/ns#>
PREFIX rule: <https://w3id.org/habeas/rule/>

INSERT { GRAPH rule:coDefendant { ?person hab:coDefendant ?other } }
WHERE {
  ?event hab:inCase ?case ; hab:defendant ?person .
  ?another hab:inCase ?case ; hab:defendant ?other .
  FILTER(?person != ?other)
}
