"""Settling what coders differ on, one dispute after the other, for a consensus coder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.analysis.agreement.agreed import agreed, checked_consensus, open_stretches
from qualcode.analysis.agreement.disagreements import Disagreement, coded_stretches
from qualcode.analysis.agreement.disputes import (
    ByPlace,
    Dispute,
    decision_on,
    decisions_by_place,
    disputes,
)
from qualcode.analysis.agreement.settled_words import Piece, SettledWords
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Span
from qualcode.project.codes import codes
from qualcode.project.codings import codings
from qualcode.project.consensus import (
    Brought,
    Decision,
    Verdict,
    decisions,
    forget_decisions,
    give_reason,
    name_consensus_coder,
    record_decision,
)
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.text import difference, intersection

if TYPE_CHECKING:
    from qualcode.project import Project


class Order(StrEnum):
    """What comes first."""

    TEXT = "text"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What there is to settle between coders, and how far that has come.

    `agreed` is on how many stretches all coders have a code, and `agreed_open` on how many of them
    the consensus coder has not got it on all words.
    """

    consensus: str
    coders: tuple[str, ...]
    unit: AgreementUnit
    sources: tuple[str, ...]
    disputes: tuple[Dispute, ...]
    agreed: int
    agreed_open: int

    @property
    def settled(self) -> int:
        """How many disputes have been decided."""
        return sum(each.settled for each in self.disputes)


def settlement(
    project: Project,
    selection: Selection = EVERYTHING,
    *,
    unit: AgreementUnit = AgreementUnit.SENTENCE,
    consensus: str = "",
    order: Order = Order.TEXT,
) -> Settlement:
    """What coders differ on and what was decided, in the order of the text or of the codebook.

    Coders and sources are as in `agreement`, and so are the errors. `consensus` is the coder who
    stands for the consensus; else who did so last.
    """
    with project.snapshot():
        name = checked_consensus(project, consensus, selection)
        coded = coded_stretches(project, selection, unit=unit)
        found = disputes(project, coded, decisions(project, name))
        common = agreed(project, coded, unit)
        missing = open_stretches(project, name, common)
    if order is Order.CODE:
        rank = {code.id: position for position, code in enumerate(coded.comparison.codes)}
        found.sort(key=lambda each: min(rank[code.id] for code in each.codes))
    return Settlement(
        name,
        coded.comparison.coders,
        unit,
        coded.comparison.sources,
        tuple(found),
        sum(map(len, common.values())),
        missing,
    )


def with_decisions(project: Project, found: Settlement) -> Settlement:
    """The same with the decisions as they are now."""
    by_place = decisions_by_place(decisions(project, found.consensus))
    return replace(
        found,
        disputes=tuple(_with_decisions(each, by_place) for each in found.disputes),
    )


def _with_decisions(dispute: Dispute, by_place: ByPlace) -> Dispute:
    made = tuple(decision_on(by_place, each) for each in dispute.disagreements)
    return dispute if made == dispute.decisions else replace(dispute, decisions=made)


def find_dispute(found: Settlement, key: str) -> Dispute:
    """The dispute of that key, or the only one whose key begins so; raises `NotFoundError`."""
    fitting = [each for each in found.disputes if each.key.startswith(key.strip().casefold())]
    if len(fitting) == 1:
        return fitting[0]
    what = "begins more than one key" if fitting else "is the key of no difference"
    raise NotFoundError(
        f"“{key}” {what} in this selection.",
        remedy="`qualcode consensus list` shows the keys, with the same filters and unit.",
    )


def decide(
    project: Project,
    dispute: Dispute,
    keep: Collection[str],
    *,
    consensus: str = "",
    reason: str = "",
) -> None:
    """Let the consensus coder have what some coders have, and nothing of the others; one action.

    Nobody's is kept if `keep` is empty. An earlier decision is taken back. The reason goes with the
    decision and, as a memo, with each coding that it makes. Raises `InputError` if the codings, or
    what was decided on them, have changed since the dispute was read.
    """
    if strangers := set(keep) - set(dispute.coders):
        raise InputError(
            f"{min(strangers)} is not one of those who are compared.",
            remedy=f"They are {', '.join(dispute.coders)}.",
        )
    names = " and ".join(name for name in dispute.coders if name in keep)
    how = f"as {names} coded" if names else "with no code"
    with project.action(f"Settled {_names(dispute)} {how}"):
        name, words = _begin(project, dispute, consensus)
        for code in dispute.codes:
            of_code = [each for each in dispute.disagreements if each.code.id == code.id]
            marked = [_words_kept(dispute, each, keep) for each in of_code]
            brought = words.add(
                code.id,
                [piece for pieces in marked for piece in pieces],
                barred=_declined(project, name, dispute.source_id, code.id),
                memo=reason,
            )
            places = [Span(each.start, each.end) for each in of_code[1:]]
            # The first one also brings what lies between them, such as a speaker's label.
            shares = [
                difference(brought, places),
                *(intersection(brought, [one]) for one in places),
            ]
            for each, pieces, share in zip(of_code, marked, shares, strict=True):
                verdict = Verdict.KEPT if pieces else Verdict.DECLINED
                gained = [Brought(code.id, span) for span in share]
                _record(project, name, each, verdict, gained, reason)
        words.store()


def decide_otherwise(
    project: Project,
    dispute: Dispute,
    span: Span,
    code_ids: Sequence[int],
    *,
    consensus: str = "",
    reason: str = "",
) -> None:
    """Let the consensus coder have other words or other codes there; one action.

    Raises `InputError` as `decide` does, and for words that the source has not.
    """
    known = {code.id: code for code in codes(project)}
    chosen = [known[code_id] for code_id in dict.fromkeys(code_ids) if code_id in known]
    if not chosen:
        raise InputError("No code was chosen for these words.")
    length = project.value("SELECT length FROM sources WHERE id = ?", (dispute.source_id,))
    if not 0 <= span.start < span.end <= (length or 0):
        raise InputError(f"The span {span.start}–{span.end} does not lie in its source.")
    names = ", ".join(code.name for code in chosen)
    with project.action(f"Settled {_names(dispute)} otherwise with {names}"):
        name, words = _begin(project, dispute, consensus)
        brought = [
            Brought(code.id, part)
            for code in chosen
            for part in words.add(code.id, [Piece(span, (span,))], memo=reason)
        ]
        words.store()
        for each in dispute.disagreements:
            _record(project, name, each, Verdict.OTHERWISE, brought, reason)
            brought = []


def reopen(project: Project, dispute: Dispute) -> None:
    """Take back what was decided on a dispute, with the words that it brought; one action."""
    with project.action(f"Opened {_names(dispute)} again"):
        _begin(project, dispute, _decided(dispute)[0].coder, wholly=True)


def write_reason(project: Project, dispute: Dispute, reason: str) -> None:
    """Write why a dispute was decided so; one action."""
    give_reason(project, _decided(dispute), reason)


def _decided(dispute: Dispute) -> list[Decision]:
    decided = [each for each in dispute.decisions if each]
    if not decided:
        raise InputError("Nothing has been decided on this yet.")
    return decided


def _names(dispute: Dispute) -> str:
    return ", ".join(code.name for code in dispute.codes)


def _words_kept(dispute: Dispute, each: Disagreement, keep: Collection[str]) -> list[Piece]:
    spans = [
        Span(coding.start, coding.end)
        for coding in dispute.codings
        if coding.id in each.coding_ids and coding.coder in keep
    ]
    marked = intersection(spans, [Span(each.start, each.end)])
    return [Piece(span, tuple(spans)) for span in marked]


def _declined(project: Project, coder: str, source_id: int, code_id: int) -> list[Span]:
    """The words in a source for which a code was declined."""
    return [
        each.span
        for each in decisions(project, coder, [source_id])
        if each.code_id == code_id and each.verdict is Verdict.DECLINED
    ]


def _record(
    project: Project,
    coder: str,
    each: Disagreement,
    verdict: Verdict,
    brought: Sequence[Brought],
    reason: str,
) -> None:
    place = Span(each.start, each.end)
    record_decision(
        project, coder, each.source_id, each.code.id, place, verdict, brought=brought, reason=reason
    )


def _begin(
    project: Project, dispute: Dispute, consensus: str, *, wholly: bool = False
) -> tuple[str, SettledWords]:
    """Make sure that a dispute is as it was read, and take back what was decided on it.

    Of a decision on more words only what lies in the dispute is taken back, unless `wholly`.
    """
    name = checked_consensus(project, consensus, Selection(coders=dispute.coders))
    name_consensus_coder(project, name)
    present = codings(project, [coding.id for coding in dispute.codings])
    if {replace(one, memo="") for one in present} != {
        replace(one, memo="") for one in dispute.codings
    }:
        raise InputError(
            "The codings on which coders differ have changed meanwhile.",
            remedy="Nothing was changed. Look at what is there now.",
        )
    made = decisions(project, name, [dispute.source_id])
    by_place = decisions_by_place(made)
    known = [one.id if one and one.coder == name else None for one in dispute.decisions]
    current = [decision_on(by_place, each) for each in dispute.disagreements]
    if [one.id if one else None for one in current] != known:
        raise InputError(
            "Somebody has decided on this difference meanwhile.",
            remedy="Nothing was changed. Look at what was decided.",
        )
    words = SettledWords(project, name, dispute.source_id)
    for each, decision in zip(dispute.disagreements, current, strict=True):
        if decision:
            place = decision.span if wholly else Span(each.start, each.end)
            _take_back(project, words, decision, place, made)
    return name, words


def _take_back(
    project: Project,
    words: SettledWords,
    decision: Decision,
    place: Span,
    made: Sequence[Decision],
) -> None:
    """Take the words away that a decision brought to a place, but for those that another kept."""
    whole = decision.span == place
    kept: dict[int, list[Span]] = defaultdict(list)
    for other in made:
        if other.id != decision.id and other.verdict is Verdict.KEPT:
            kept[other.code_id].append(other.span)
    for each in decision.brought:
        # A code that was merged into another one since goes by the decision's own.
        code_id = each.code_id if decision.verdict is Verdict.OTHERWISE else decision.code_id
        if whole or code_id == decision.code_id:
            here = [each.span] if whole else intersection([each.span], [place])
            words.take(code_id, difference(here, kept[code_id]))
    if whole:
        forget_decisions(project, [decision])
