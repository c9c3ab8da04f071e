"""A dispute in words: what each coder has, how far they agree on the code, what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from qualcode.analysis.agreement.disputes import Dispute
from qualcode.analysis.agreement.results import CodeAgreement
from qualcode.model import Code, Coding
from qualcode.project.consensus import Decision, Verdict
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.describe import definition, moment, quotation
from qualcode.tui.i18n import _
from qualcode.tui.study import Study

Parts = list[tuple[str, str]]

_QUOTED = 120  # code points of a coder's words
_LISTED = 8  # codings of other codes


def about(
    study: Study,
    dispute: Dispute,
    figures: Mapping[int, CodeAgreement],
    there: Sequence[Coding],
    text: str,
    *,
    reason: str,
    changed: bool,
    defined: bool,
) -> Content:
    """All that helps to decide. `there` are all codings on those words, `text` the transcript's.

    `reason` is what was written on why, `changed` whether other borders were set, and `defined`
    asks for the codes' definitions.
    """
    parts: Parts = []
    for code in dispute.codes:
        parts += _code(study, code, figures.get(code.id))
    parts += _decided(study, dispute)
    if reason:
        parts += [("\n" + _("Why") + ": ", "bold"), (reason, "")]
    for number, coder in enumerate(dispute.coders, 1):
        parts += _side(study, dispute, number, coder, there, text)
    if changed:
        told = _("Other words than the coders’: {key} puts codes on them, Esc gives them up.")
        told = told.format(key=key("disagreements.otherwise"))
        parts.append(("\n" + told, "bold $text-warning"))
    parts += _elsewhere(study, dispute, there)
    shown = Content.assemble(*parts)
    if not defined:
        return shown
    definitions = [definition(code, study.hues.get(code.id, "")) for code in dispute.codes]
    return Content("\n\n").join([shown, *definitions])


def _code(study: Study, code: Code, figure: CodeAgreement | None) -> Parts:
    parts: Parts = [("■ ", study.hues.get(code.id, "")), (code.name, "bold")]
    if code.depth:
        parts.append((f"  {' > '.join(code.path[:-1])}", "dim"))
    if figure:
        parts.append(("\n  " + agreement_in_words(figure), ""))
    parts.append(("\n", ""))
    return parts


def agreement_in_words(figure: CodeAgreement) -> str:
    """How far the coders agree on a code, with what is undefined said to be so."""

    def shown(value: float | None) -> str:
        return _("undefined") if value is None else f"{value:.2f}"

    return _("agreement: alpha {alpha}, Cohen {cohen}, the same on {share}").format(
        alpha=shown(figure.alpha.value),
        cohen=shown(figure.cohen.value),
        share=_("undefined")
        if figure.agreement.value is None
        else f"{100 * figure.agreement.value:.0f} %",
    )


def _side(
    study: Study, dispute: Dispute, number: int, coder: str, there: Sequence[Coding], text: str
) -> Parts:
    ids = {code.id for code in dispute.codes}
    own = [one for one in there if one.coder == coder and one.code_id in ids]
    parts: Parts = [(f"\n{number} {coder}: ", "bold")]
    if not own:
        return [*parts, (_("nothing of it"), "dim")]
    for position, coding in enumerate(own):
        if position:
            parts.append(("\n    ", ""))
        if len(ids) > 1:
            parts.append((study.name(coding.code_id) + " ", "bold"))
        parts.append((quotation(text[coding.start : coding.end], _QUOTED), ""))
        if coding.memo:
            parts.append((f"  ✎ {' '.join(coding.memo.split())}", "italic"))
    return parts


def verdict_in_words(decision: Decision, name: str) -> str:
    """What was decided on a code."""
    told = {
        Verdict.KEPT: _("{code} kept"),
        Verdict.DECLINED: _("{code} not kept"),
        Verdict.OTHERWISE: _("{code} settled otherwise"),
    }[decision.verdict]
    return told.format(code=name)


def _decided(study: Study, dispute: Dispute) -> Parts:
    made = [each for each in dispute.decisions if each]
    if not made:
        return []
    told = dict.fromkeys(verdict_in_words(each, study.name(each.code_id)) for each in made)
    by = _("{coder}, {when}").format(coder=made[-1].decided_by, when=moment(made[-1].decided_at))
    return [("\n✓ " + ", ".join(told), "bold $text-success"), (f"  ({by})", "dim")]


def _elsewhere(study: Study, dispute: Dispute, there: Sequence[Coding]) -> Parts:
    ids = {code.id for code in dispute.codes}
    others = [
        one
        for one in there
        if one.coder in dispute.coders
        and one.code_id not in ids
        and one.start < dispute.end
        and one.end > dispute.start
    ]
    if not others:
        return []
    parts: Parts = [("\n" + _("Also coded here:"), "bold")]
    for coding in others[:_LISTED]:
        name = study.name(coding.code_id)
        parts += [(" ■ ", study.hues.get(coding.code_id, "")), (name, "")]
        parts.append((f" ({coding.coder})", "dim"))
    if len(others) > _LISTED:
        parts.append((" …", "dim"))
    return parts
