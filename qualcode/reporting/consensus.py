"""What coders differ on and how it was settled, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.project.consensus import Verdict
from qualcode.reporting.tables import Table

if TYPE_CHECKING:
    from qualcode.analysis.agreement.consensus import Settlement
    from qualcode.analysis.agreement.disputes import Dispute

_WORDS = 90  # code points of the words on a screen


def dispute_table(found: Settlement) -> Table:
    """A row for each dispute, with what each coder has there and what was decided."""
    return Table(
        "Differences",
        ("key", "source", "start", "end", *found.coders, "settled", "why", "by", "text"),
        tuple(
            (
                each.key,
                each.source,
                each.start,
                each.end,
                *(_codes(each, coder) for coder in found.coders),
                settled_in_words(each),
                each.reason,
                next((one.decided_by for one in each.decisions if one), ""),
                each.text,
            )
            for each in found.disputes
        ),
        _notes(found),
    )


def dispute_screen(found: Settlement) -> Table:
    """The same, narrower."""
    rows = tuple(
        (
            each.key,
            each.source,
            "\n".join(f"{coder}: {_names(each, coder)}" for coder in found.coders),
            settled_in_words(each) or "–",
            " ".join(each.text[:_WORDS].split()) + ("…" if len(each.text) > _WORDS else ""),
        )
        for each in found.disputes
    )
    return Table("Differences", ("key", "source", "codes", "settled", "text"), rows, _notes(found))


def settled_in_words(dispute: Dispute) -> str:
    """What was decided on a dispute; "" while it is open."""
    if not dispute.settled:
        return ""
    made = [each for each in dispute.decisions if each]
    if any(each.verdict is Verdict.OTHERWISE for each in made):
        return "otherwise"
    kept = [
        code.name
        for code in dispute.codes
        if any(each.code_id == code.id and each.verdict is Verdict.KEPT for each in made)
    ]
    return ", ".join(kept) or "no code"


def _codes(dispute: Dispute, coder: str) -> str:
    labels = (each.code.label for each in dispute.disagreements if coder in each.having)
    return "; ".join(dict.fromkeys(labels))


def _names(dispute: Dispute, coder: str) -> str:
    names = (each.code.name for each in dispute.disagreements if coder in each.having)
    return ", ".join(dict.fromkeys(names)) or "–"


def _notes(found: Settlement) -> tuple[str, ...]:
    return (
        f"Settled: {found.settled:,} of {len(found.disputes):,}, for {found.consensus}. "
        f"Unit: {found.unit}.",
        f"Coded alike: {found.agreed:,} stretches, of which {found.consensus} has "
        f"{found.agreed - found.agreed_open:,}.",
        "Coders compared: " + ", ".join(found.coders),
        f"Sources that count ({len(found.sources)}): " + ", ".join(found.sources),
    )
