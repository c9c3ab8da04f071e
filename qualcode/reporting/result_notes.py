"""Notes that several reports have, in the project's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.reporting.labels import how_many
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.material import Amount


def material_notes_in(
    language: str,
    amount: Amount,
    coded_by: Sequence[tuple[str, int]],
    left_out: Sequence[str],
) -> list[str]:
    """What shares and rates are on, what was left out of it, and whether coders had it alike."""
    words = result_labels_in(language)
    notes = [words.material_note.format(**amount_texts(language, amount))]
    if left_out:
        notes.append(words.left_out_note.format(number=len(left_out), names=", ".join(left_out)))
    if len({number for _, number in coded_by}) > 1:
        each = ", ".join(f"{coder} {number}" for coder, number in coded_by)
        notes.append(words.unlike_note.format(each=each))
    return notes


def amount_texts(language: str, amount: Amount) -> dict[str, str]:
    """The numbers of an amount with their nouns, by their names."""
    return {name: how_many(number, name, language) for name, number in amount._asdict().items()}


def counting_notes(language: str, coders: Sequence[str], depth: int | None) -> list[str]:
    """Whether codes are rolled up, and whether coders are counted together."""
    words = result_labels_in(language)
    rolled_up = [] if depth is None else [words.rolled_up_note.format(depth=depth)]
    return [*rolled_up, *([words.together_note] if len(coders) > 1 else [])]
