"""A suggestion in words: its code, score and run, why it was made, and what is coded there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from qualcode.model import Coding, Span, Suggestion
from qualcode.suggesting.trust import weak_examples
from qualcode.tui.describe import definition, quotation
from qualcode.tui.evidence import Item, pieces
from qualcode.tui.filtering import together
from qualcode.tui.i18n import N_, _, ngettext, quoted
from qualcode.tui.study import Study

if TYPE_CHECKING:
    from qualcode.suggesting.why import Explanation

Parts = list[tuple[str, str]]

_QUOTED = 300  # code points of a nearest passage
_UNITS = 20  # that are explained one by one
_REASONS = {
    "suggested": N_("The code is likely enough here to be suggested."),
    "coded": N_("These words have the code already."),
    "rejected": N_("Somebody has rejected the code here: it is not suggested again."),
    "not looked at": N_("Only what informants say gets suggestions."),
    "too low": N_("Too little speaks for the code here."),
}


def score_text(score: float) -> str:
    """A score as its suggester gives it, to four digits."""
    return f"{score:.4g}"


def weak_text(examples: int) -> str:
    """That a code has too few examples for its score to mean a probability."""
    told = ngettext("weak: {number} example", "weak: {number} examples", examples)
    return told.format(number=examples)


def about(
    study: Study,
    suggestion: Suggestion,
    suggester: str,
    span: Span,
    codings: Sequence[Coding],
    *,
    defined: bool,
) -> Content:
    """All that helps to decide. `span` are the borders as they are set now.

    `codings` are those on the same words. `defined`: with the code's definition.
    """
    code = study.code_by_id.get(suggestion.code_id)
    hue = study.hues.get(suggestion.code_id, "")
    parts: Parts = [("■ ", hue), (code.name if code else "?", "bold")]
    weak = weak_examples(suggestion.evidence)
    shown_score = score_text(suggestion.score) if weak is None else weak_text(weak)
    parts.append((f"  {shown_score}", "bold"))
    above = " > ".join(code.path[:-1]) if code else ""
    made = _("run {run}, {suggester}").format(run=suggestion.run_id, suggester=suggester)
    parts.append(("\n" + together([above, made]), "dim"))
    if suggestion.negated:
        parts.append(("\n¬ " + _("All its evidence stands in a negation."), "bold $text-warning"))
    if span != Span(suggestion.start, suggestion.end):
        changed = _("Other borders than suggested: Esc gives them back.")
        parts.append(("\n" + changed, "bold $text-warning"))
    parts += _evidence(study, suggestion.evidence)
    parts += _coded(study, codings)
    shown = Content.assemble(*parts)
    if defined and code:
        return Content("\n\n").join([shown, definition(code, hue)])
    return shown


def why(study: Study, code_id: int, found: Sequence[Explanation], text: str) -> Content:
    """What the suggester makes of units of a text for a code, each with its words."""
    parts: Parts = [("■ ", study.hues.get(code_id, "")), (study.label(code_id), "bold")]
    for told in found[:_UNITS]:
        if len(found) > 1:
            parts.append((f"\n\n{quotation(text[slice(*told.unit)], _QUOTED)}", ""))
        parts.append(("\n" + _(_REASONS[told.reason.value]), "bold"))
        if told.score is not None:
            weak = weak_examples(told.evidence)
            scored = _("score {score}, suggested from {threshold} up").format(
                score=score_text(told.score), threshold=score_text(told.threshold)
            )
            parts.append(("\n" + (scored if weak is None else weak_text(weak)), "dim"))
            parts += _evidence(study, told.evidence)
    left = len(found) - _UNITS
    if left > 0:
        more = ngettext("… and {number} sentence more", "… and {number} sentences more", left)
        parts.append(("\n\n" + more.format(number=left), "dim"))
    return Content.assemble(*parts)


def _evidence(study: Study, evidence: Sequence[Item]) -> Parts:
    found = pieces(evidence, partial(_quote, study))
    if not found:
        return [("\n" + _("The suggester gives no evidence."), "dim")]
    parts: Parts = []
    for piece in found:
        parts += [(f"\n{piece.kind}: ", "bold"), (piece.words, "")]
    return parts


def _quote(study: Study, source_id: int, span: Span) -> str:
    rows = study.project.rows(
        "SELECT name, substr(text, ?, ?) FROM sources WHERE id = ?",
        (span.start + 1, min(span.end - span.start, _QUOTED), source_id),
    )
    if not rows or not rows[0][1]:
        return ""
    return f"{quoted(' '.join(rows[0][1].split()))} ({rows[0][0]})"


def _coded(study: Study, codings: Sequence[Coding]) -> Parts:
    if not codings:
        return []
    parts: Parts = [("\n" + _("Coded here already:"), "bold")]
    for coding in codings:
        code = study.code_by_id.get(coding.code_id)
        parts += [(" ■ ", study.hues.get(coding.code_id, "")), (code.name if code else "?", "")]
        parts.append((f" ({coding.coder})", "dim"))
    return parts
