"""Filters made of parts that can be ticked: a variable's value, a coder, a transcript, words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qualcode.project.cases import cases
from qualcode.project.codes import PATH_SEPARATOR
from qualcode.project.selection import Selection
from qualcode.project.sources import source_ids
from qualcode.tui.i18n import _

if TYPE_CHECKING:
    from qualcode.tui.study import Study

Kind = Literal["code", "coder", "variable", "case", "source", "text", "speakers"]
WITHOUT_INTERVIEWERS = "without interviewers"


@dataclass(frozen=True, slots=True)
class Facet:
    """One part of a filter; `name` is the variable where `kind` is "variable"."""

    kind: Kind
    value: str
    name: str = ""

    @property
    def label(self) -> str:
        """The part in words, as it stands in lists and on screens."""
        match self.kind:
            case "code":
                return _("code {name}").format(name=self.value)
            case "coder":
                return _("coder {name}").format(name=self.value)
            case "variable":
                return f"{self.name} {self.value}"
            case "case":
                return _("case {name}").format(name=self.value)
            case "source":
                return _("transcript {name}").format(name=self.value)
            case "text":
                return _("words “{words}”").format(words=self.value)
            case "speakers":
                return _("without the interviewers’ turns")


def facets_at_hand(study: Study, kinds: Sequence[Kind]) -> list[Facet]:
    """Every part of these kinds that the project has something for, in the order of the kinds."""
    project = study.project
    found: dict[Kind, list[Facet]] = {
        "speakers": [Facet("speakers", WITHOUT_INTERVIEWERS)],
        "variable": [
            Facet("variable", row["value"], row["variable"])
            for row in project.rows(
                "SELECT DISTINCT variable, value FROM effective_values ORDER BY variable, value"
            )
        ],
        "coder": [
            Facet("coder", row["name"])
            for row in project.rows("SELECT name FROM coders ORDER BY name")
        ],
        "code": [Facet("code", code.label) for code in study.codes],
        "case": [Facet("case", case.name) for case in cases(project)],
        "source": [Facet("source", name) for name in source_ids(project)],
    }
    return [facet for kind in kinds for facet in found.get(kind, ())]


def facets_of(selection: Selection) -> tuple[Facet, ...]:
    """A selection in parts."""
    return (
        *(Facet("code", name) for name in selection.codes),
        *(Facet("coder", name) for name in selection.coders),
        *(Facet("variable", value, name) for name, value in selection.variables),
        *(Facet("case", name) for name in selection.cases),
        *(Facet("source", name) for name in selection.sources),
        *((Facet("text", selection.text),) if selection.text else ()),
    )


def selection_of(facets: Iterable[Facet], *, subtree: bool = True) -> Selection:
    """The selection that parts make together; of several texts the last counts."""
    chosen = list(facets)

    def values(kind: Kind) -> tuple[str, ...]:
        return tuple(facet.value for facet in chosen if facet.kind == kind)

    return Selection(
        codes=values("code"),
        coders=values("coder"),
        sources=values("source"),
        cases=values("case"),
        variables=tuple((facet.name, facet.value) for facet in chosen if facet.kind == "variable"),
        text="".join(values("text")[-1:]),
        subtree=subtree,
    )


def in_words(selection: Selection) -> str:
    """What a selection of codings leaves in: `all codings of Time and below · wave 2023`."""
    names = ", ".join(path.rpartition(PATH_SEPARATOR)[2] for path in selection.codes)
    if not names:
        start = _("all codings")
    elif selection.subtree:
        start = _("all codings of {codes} and below").format(codes=names)
    else:
        start = _("all codings of {codes} itself").format(codes=names)
    return together([start, *parts_in_words(facets_of(selection))])


def parts_in_words(facets: Iterable[Facet]) -> list[str]:
    """Each part but codes in words; values of one variable as alternatives."""
    labels: list[str] = []
    values: dict[str, list[str]] = {}
    for facet in facets:
        if facet.kind == "variable":
            values.setdefault(facet.name, []).append(facet.value)
        elif facet.kind != "code":
            labels.append(facet.label)
    either = _(" or ")
    return [f"{name} {either.join(found)}" for name, found in values.items()] + labels


def together(parts: Iterable[str]) -> str:
    """Parts of a description in one line."""
    return " · ".join(part for part in parts if part)


def fitting(facets: Sequence[Facet], typed: str) -> list[Facet]:
    """The parts that have all words typed in them."""
    words = typed.casefold().split()
    return [facet for facet in facets if all(word in facet.label.casefold() for word in words)]
