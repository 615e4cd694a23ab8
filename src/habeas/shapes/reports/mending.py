"""How to mend what violates a core constraint component (SHACL §4), in plain words.

``{path}`` is the shape's path or "the node", ``{parameter}`` what the shape asks for.
"""

from __future__ import annotations

from typing import Final

from rdflib.namespace import SH

MENDING: Final[dict[str, str]] = {
    str(component): text
    for component, text in {
        SH.MinCountConstraintComponent: "State {path} on the node: at least {parameter} of it. If the source does not "
        "say it, look whether the shape asks for too much.",
        SH.MaxCountConstraintComponent: "Keep {parameter} of {path} at most and take out what is too many. If two "
        "sources disagree, keep each value with its source.",
        SH.DatatypeConstraintComponent: "Write the value of {path} as {parameter}, in a form that this datatype "
        "allows: a date is 2001-02-28, a whole number has no quotation marks or spaces.",
        SH.ClassConstraintComponent: "Say of the value of {path} that it is a {parameter} (rdf:type), or point to "
        "another node that is one. If its class is a subclass, give the ontology that says so.",
        SH.NodeKindConstraintComponent: "Write the value of {path} as {parameter}: an IRI stands in angle brackets, "
        "a literal in quotation marks.",
        SH.InConstraintComponent: "Choose for {path} one of {parameter}. Look for a slip of the pen first.",
        SH.HasValueConstraintComponent: "Add the value {parameter} to {path}.",
        SH.PatternConstraintComponent: "Write the value of {path} so that it matches the pattern {parameter}.",
        SH.MinLengthConstraintComponent: "Write {path} with at least {parameter} characters; leave it out where "
        "there is nothing to say.",
        SH.MaxLengthConstraintComponent: "Shorten {path} to {parameter} characters.",
        SH.MinInclusiveConstraintComponent: "Correct {path} to {parameter} or more, of the same datatype.",
        SH.MaxInclusiveConstraintComponent: "Correct {path} to {parameter} or less, of the same datatype.",
        SH.MinExclusiveConstraintComponent: "Correct {path} to more than {parameter}, of the same datatype.",
        SH.MaxExclusiveConstraintComponent: "Correct {path} to less than {parameter}, of the same datatype.",
        SH.UniqueLangConstraintComponent: "Keep one text of {path} in each language; state the others by a "
        "property for other names.",
        SH.LanguageInConstraintComponent: "Mark the text of {path} with one of the languages {parameter}.",
        SH.EqualsConstraintComponent: "Give {path} and {parameter} the same values.",
        SH.DisjointConstraintComponent: "Take the value out of {path} or out of {parameter}: they may share none.",
        SH.LessThanConstraintComponent: "Correct {path} or {parameter}: the first has to be less, and both of the "
        "same datatype. With dates, look whether the two were mixed up.",
        SH.LessThanOrEqualsConstraintComponent: "Correct {path} or {parameter}: the first may not be greater, and "
        "both have to be of the same datatype.",
        SH.NodeConstraintComponent: "Mend the value of {path} so that it conforms to {parameter}; validate with that "
        "shape alone to see what it lacks.",
        SH.PropertyConstraintComponent: "Mend the value of {path} so that it conforms to {parameter}.",
        SH.NotConstraintComponent: "Change {path} so that it does not conform to {parameter}.",
        SH.AndConstraintComponent: "Mend {path} so that it conforms to all of {parameter}.",
        SH.OrConstraintComponent: "Mend {path} so that it conforms to one of {parameter}.",
        SH.XoneConstraintComponent: "Mend {path} so that it conforms to one of {parameter}, and to no other of them.",
        SH.QualifiedMinCountConstraintComponent: "Add values of {path} that conform to the qualified shape: at least "
        "{parameter} are needed.",
        SH.QualifiedMaxCountConstraintComponent: "Take out values of {path} that conform to the qualified shape: at "
        "most {parameter} are allowed.",
        SH.ClosedConstraintComponent: "Take out the property that the path names, or correct its IRI: the shape allows "
        "only the properties that it lists.",
        SH.SPARQLConstraintComponent: "Read the query of sh:sparql below: each row of its answer is a finding. Change "
        "the data so that the row no longer comes out.",
    }.items()
}
NO_QUERY: Final = (
    "Read what the check says above: it is not a query. Change the data so that nothing is found."
)
OTHERS: Final = "Read what the shape below asks for, and change {path} accordingly."
