"""What coders differ on as a person goes through it: plain data and functions, no Textual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.analysis.agreement.consensus import Order, Settlement, settlement
from qualcode.analysis.agreement.disputes import Dispute
from qualcode.analysis.agreement.measuring import agreement
from qualcode.analysis.agreement.results import CodeAgreement
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.model import Span
from qualcode.project.codes import PATH_SEPARATOR
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.filtering import facets_of, parts_in_words, together
from qualcode.tui.i18n import N_, _

if TYPE_CHECKING:
    from qualcode.project import Project

_BAR = 12  # cells


@dataclass(slots=True)
class DisputesView:
    """What is looked at, and where; kept while other screens are in front.

    `current` is the key of the dispute at hand, `decided` those of what was decided of late, so
    that undo leads back to them. `hidden`: what is settled is not listed.
    """

    selection: Selection = EVERYTHING
    unit: AgreementUnit = AgreementUnit.SENTENCE
    order: Order = Order.TEXT
    hidden: bool = False
    current: str = ""
    decided: list[str] = field(default_factory=list)

    def read(self, project: Project) -> Loaded:
        """What there is to settle, and how far coders agree on each code."""
        with project.snapshot():
            found = settlement(project, self.selection, unit=self.unit, order=self.order)
            figures = agreement(project, self.selection, unit=self.unit)
        return Loaded(found, {row.code.id: row for row in figures.codes if row.code})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read: the disputes, and the figures of agreement by code."""

    settlement: Settlement
    figures: Mapping[int, CodeAgreement]


UNITS: tuple[tuple[AgreementUnit, str], ...] = (
    (AgreementUnit.SENTENCE, N_("by sentences")),
    (AgreementUnit.TURN, N_("by turns")),
    (AgreementUnit.CHARACTER, N_("by characters")),
    (AgreementUnit.SOURCE, N_("by transcripts")),
)
_ORDERS = {Order.TEXT: N_("in the order of the text"), Order.CODE: N_("in the codebook's order")}


def listed(disputes: Sequence[Dispute], view: DisputesView) -> list[Dispute]:
    """The disputes that the list shows."""
    return [each for each in disputes if not (view.hidden and each.settled)]


def place_of(disputes: Sequence[Dispute], key: str, position: int) -> int:
    """Where a dispute stands in a list; if it has gone, what stands in its place now."""
    for number, each in enumerate(disputes):
        if each.key == key:
            return number
    return max(min(position, len(disputes) - 1), 0)


def next_open(disputes: Sequence[Dispute], position: int) -> int | None:
    """The first dispute after a position that is not settled, else the first of all."""
    still = [number for number, each in enumerate(disputes) if not each.settled]
    return next((number for number in still if number > position), still[0] if still else None)


def in_words(found: Settlement, view: DisputesView) -> str:
    """How far the settling is, and what of it is looked at, in a line."""
    total = len(found.disputes)
    done = round(_BAR * found.settled / total) if total else 0
    parts = [
        "▰" * done
        + "▱" * (_BAR - done)
        + " "
        + _("{number} of {total} settled").format(number=f"{found.settled:,}", total=f"{total:,}")
    ]
    if found.agreed_open:
        told = _("{number} agreed on: {key}")
        parts.append(
            told.format(number=f"{found.agreed_open:,}", key=key("disagreements.take_over"))
        )
    if view.hidden:
        parts.append(_("settled ones hidden"))
    parts += [_(dict(UNITS)[view.unit]), _(_ORDERS[view.order])]
    names = ", ".join(path.rpartition(PATH_SEPARATOR)[2] for path in view.selection.codes)
    if names:
        parts.append(_("only {codes} and below").format(codes=names))
    return together([*parts, *parts_in_words(facets_of(view.selection))])


def whole(dispute: Dispute) -> Span:
    """The words at issue, from the first to the last."""
    return Span(dispute.start, dispute.end)
