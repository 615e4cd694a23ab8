"""Findings grouped as they come: counts and the first examples are kept, the findings themselves are not."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from habeas.shapes.report import SEVERITIES, Result, gravity


@dataclass
class Group:
    """The findings of one constraint component of one shape, of one severity.

    ``sources`` counts them by where they come from: the record's source, else the file; "" where neither is said.
    """

    shape: str
    component: str
    severity: str
    total: int = 0
    known: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    first_new: list[Result] = field(default_factory=list)
    first_known: list[Result] = field(default_factory=list)

    @property
    def new(self) -> int:
        """The findings that no baseline knows."""
        return self.total - self.known

    def examples(self, number: int) -> list[tuple[Result, bool]]:
        """Return the first findings, new ones before known ones, each with whether it is known.

        Those that are kept are told in the order of their nodes: a run finds them in any order.
        """
        kept = [(r, False) for r in self.first_new] + [(r, True) for r in self.first_known]
        return sorted(kept[:number], key=lambda told: (told[1], told[0].focus, str(told[0].value)))

    @property
    def by_source(self) -> dict[str, int]:
        """The number of findings by source or file, most first."""
        return dict(sorted(self.sources.items(), key=lambda item: (-item[1], item[0])))


class Summary:
    """What a run found, in bounded memory: groups with counts and the first ``examples`` of each.

    ``checked`` says what was looked at, in words. ``gone`` counts the findings of the baseline that are no longer
    found, ``first_gone`` shows the first of them; ``baseline`` is whether there was one.
    """

    def __init__(self, examples: int = 5) -> None:
        self.examples = examples
        self.checked = ""
        self.baseline = False
        self.gone = 0
        self.first_gone: list[dict[str, str]] = []
        self._groups: dict[tuple[str, str, str], Group] = {}
        self._sources: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, result: Result, known: bool = False) -> None:
        """Count a finding, and keep it where it is among the first of its group."""
        key = (result.shape, result.component, result.severity)
        group = self._groups.get(key) or self._groups.setdefault(key, Group(*key))
        source = result.place.source or result.place.file
        group.total += 1
        group.known += known
        group.sources[source] += 1
        self._sources[source][result.severity] += 1
        first = group.first_known if known else group.first_new
        if len(first) < self.examples:
            first.append(result)

    @property
    def conforms(self) -> bool:
        """Whether there is no finding of any severity, known or new (SHACL §3.6.1.1)."""
        return not self._groups

    @property
    def total(self) -> int:
        """The number of findings."""
        return sum(group.total for group in self._groups.values())

    @property
    def groups(self) -> list[Group]:
        """The groups: the gravest first, among equals the largest."""
        return sorted(
            self._groups.values(), key=lambda g: (gravity(g.severity), -g.total, g.shape, g.component)
        )

    @property
    def sources(self) -> dict[str, dict[str, int]]:
        """The number of findings by source or file and severity; the source with most findings first."""
        found = sorted(self._sources.items(), key=lambda item: (-item[1].total(), item[0]))
        return {name: {s: counts[s] for s in sorted(counts, key=gravity)} for name, counts in found}

    @property
    def by_severity(self) -> dict[str, int]:
        """The number of findings of each severity, the gravest first."""
        return self._count("total")

    @property
    def new_by_severity(self) -> dict[str, int]:
        """The number of findings of each severity that no baseline knows."""
        return {severity: number for severity, number in self._count("new").items() if number}

    def fails(self, at: str = "Violation") -> bool:
        """Whether there is a new finding of the severity ``at`` or a graver one.

        A severity that SHACL does not name counts where an Info does.
        """
        worst = SEVERITIES.index(at)
        return any(min(gravity(s)[0], len(SEVERITIES) - 1) <= worst for s in self.new_by_severity)

    def _count(self, what: str) -> dict[str, int]:
        found: Counter[str] = Counter()
        for group in self._groups.values():
            found[group.severity] += getattr(group, what)
        return {severity: found[severity] for severity in sorted(found, key=gravity)}
