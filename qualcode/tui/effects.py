"""What a change of the codebook would do, in words."""

from __future__ import annotations

from collections.abc import Iterable

from qualcode.codebook.effects import DeleteEffect, MergeEffect
from qualcode.codebook.store import Difference
from qualcode.tui.i18n import N_, _, ngettext

_FEW = 12  # codes that are named one by one
_FIELDS = {
    "definition": N_("definition"),
    "when_to_use": N_("when to use"),
    "when_not_to_use": N_("when not"),
    "examples": N_("examples"),
    "indicator_terms": N_("indicator terms"),
    "colour": N_("colour"),
    "extra": N_("other fields"),
}


def merge_in_words(effect: MergeEffect, code: str, target: str) -> str:
    """What merging a code into another does, a line each."""
    lines = [
        ngettext(
            "{number} coding goes over to {target}.",
            "{number} codings go over to {target}.",
            effect.codings,
        ).format(number=effect.codings, target=target)
    ]
    if effect.fused:
        fused = ngettext(
            "{number} coding fewer, since overlapping ones become one.",
            "{number} codings fewer, since overlapping ones become one.",
            effect.fused,
        )
        lines.append(fused.format(number=effect.fused))
    if effect.codes_below:
        below = ngettext(
            "{number} code below moves under {target}.",
            "{number} codes below move under {target}.",
            effect.codes_below,
        )
        lines.append(below.format(number=effect.codes_below, target=target))
    kept = _("Examples, indicator terms and memos go over too; the definition of {code} does not.")
    return "\n".join([*lines, kept.format(code=code)])


def delete_in_words(effect: DeleteEffect) -> str:
    """What goes with a code, a line each."""
    lines = (
        (
            effect.codes,
            ngettext(
                "{number} code under it goes too.", "{number} codes under it go too.", effect.codes
            ),
        ),
        (
            effect.codings,
            ngettext("{number} coding has it.", "{number} codings have it.", effect.codings)
            if not effect.codes
            else ngettext(
                "{number} coding has it or a code under it.",
                "{number} codings have it or a code under it.",
                effect.codings,
            ),
        ),
        (
            effect.suggestions,
            ngettext(
                "{number} suggestion of it goes.",
                "{number} suggestions of it go.",
                effect.suggestions,
            ),
        ),
        (
            effect.memos,
            ngettext("{number} memo on it goes.", "{number} memos on it go.", effect.memos),
        ),
    )
    return "\n".join(line.format(number=f"{number:,}") for number, line in lines if number)


def difference_in_words(difference: Difference) -> str:
    """What importing a codebook file changes, a line each."""
    lines = []
    if difference.added:
        number = len(difference.added)
        new = ngettext("{number} new code: {codes}", "{number} new codes: {codes}", number)
        lines.append(new.format(number=number, codes=_named(difference.added)))
    moved = _("Moved or renamed: {before} → {after}")
    lines += [moved.format(before=before, after=after) for before, after in difference.moved]
    changed = _("Changed: {code} ({fields})")
    lines += [
        changed.format(code=label, fields=", ".join(_(_FIELDS.get(name, name)) for name in fields))
        for label, fields in difference.changed
    ]
    if difference.reordered:
        lines.append(_("The order of the codes changes."))
    if difference.about:
        about = _("Changed about the codebook: {fields}")
        lines.append(about.format(fields=", ".join(difference.about)))
    if difference.missing:
        number = len(difference.missing)
        missing = ngettext(
            "{number} code that the file does not have is kept: {codes}",
            "{number} codes that the file does not have are kept: {codes}",
            number,
        )
        lines.append(missing.format(number=number, codes=_named(difference.missing)))
    return "\n".join(lines)


def _named(labels: Iterable[str]) -> str:
    known = list(labels)
    return "; ".join(known[:_FEW]) + ("; …" if len(known) > _FEW else "")
