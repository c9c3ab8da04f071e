"""The figures of agreement: forest plots of coefficients, and who coded what the others did not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.reporting.agreement_labels import agreement_labels_in
from qualcode.reporting.figures.forest import MOST_ROWS, Forest, Line, forest, interval_text
from qualcode.reporting.figures.marked_dots import MarkedDots, marked_dots
from qualcode.reporting.figures.names import code_names, most_used
from qualcode.reporting.labels import how_many
from qualcode.reporting.report import Coefficient
from qualcode.reporting.result_labels import result_labels_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.agreement.disagreements import Disagreement
    from qualcode.analysis.agreement.results import Agreement, Estimate
    from qualcode.model import Code
    from qualcode.reporting.figures.ranges import Interval
    from qualcode.reporting.report import Drawing

_LIMITS = (0.667, 0.8)
_TOLD = 5


def forest_of(result: Agreement, coefficient: Coefficient, language: str) -> Drawing:
    """One coefficient with its interval, a row for each code and one for all."""
    named = agreement_labels_in(language)
    name = named.coefficients[coefficient]
    field = str(coefficient).replace("-", "_")
    names = code_names([row.code for row in result.codes if row.code])
    shown = most_used([sum(row.present) for row in result.codes], MOST_ROWS - 1)
    lines = [Line(names[place], _interval(getattr(result.codes[place], field))) for place in shown]
    overall = _interval(getattr(result.overall, field))
    lines.append(Line(result_labels_in(language).all_codes, overall, total=True))
    guided = coefficient is Coefficient.ALPHA
    on_characters = coefficient is Coefficient.U_ALPHA
    unit = named.unit[AgreementUnit.CHARACTER if on_characters else result.unit]
    notes = [*([named.guides] if guided else []), *_ring(lines, language)]
    if len(shown) < len(names):
        note = result_labels_in(language).shown_codes
        notes.append(note.format(shown=len(shown), all=len(names)))
    return forest(
        Forest(
            title=f"{named.title}: {name}",
            alt=_alt(result, name, lines[:-1], overall, language),
            heading=f"{name[:1].upper()}{name[1:]}, {unit} ({', '.join(result.coders)})",
            lines=tuple(lines),
            guides=_LIMITS if guided else (),
            notes=tuple(notes),
        ),
        language,
    )


def forest_of_domains(result: Agreement, language: str) -> Drawing:
    """The u-alpha of all codes and of each theme, and below them the (k)u-alpha of each code."""
    words, named = result_labels_in(language), agreement_labels_in(language)
    lines = []
    for domain in result.domains:
        name = domain.theme.name if domain.theme else words.all_codes
        lines.append(
            Line(f"{name}: {named.unitizing['u-alpha']}", _interval(domain.u_alpha), total=True)
        )
        lines += [
            Line(each.code.name, _interval(each.ku_alpha), indent=1) for each in domain.values
        ]
    heading = f"{named.unitizing['u-alpha']}, {named.unitizing['(k)u-alpha']}"
    title = named.unitizing_title
    return forest(
        Forest(
            title=title,
            alt=_alt(result, title, lines[1:], lines[0].interval, language),
            heading=f"{heading} ({', '.join(result.coders)})",
            lines=tuple(lines),
            notes=_ring(lines, language),
        ),
        language,
    )


def stretches_by_coders(
    found: Sequence[Disagreement], codebook: Sequence[Code], language: str
) -> Drawing:
    """How many disagreements each code has, by who coded what the others did not."""
    named = agreement_labels_in(language)
    concerned = {each.code.id for each in found}
    rows = [code for code in codebook if code.id in concerned]
    groups = sorted({each.having for each in found})
    numbers = Counter((each.code.id, each.having) for each in found)
    counts = [[numbers[code.id, group] for group in groups] for code in rows]
    return marked_dots(
        MarkedDots(
            title=named.stretches_title,
            what=named.stretches,
            variables=(named.coded_by,),
            rows=tuple(code_names(rows)),
            groups=tuple((named.who.format(coders=", ".join(group)),) for group in groups),
            sizes=tuple(tuple(map(float, row)) for row in counts),
            told=tuple(tuple(map(str, row)) for row in counts),
            marks=tuple(("",) * len(groups) for _ in rows),
            key=(),
            alt=named.stretches_alt,
            marks_alt={},
        ),
        language,
    )


def _interval(estimate: Estimate) -> Interval:
    return estimate.value, estimate.low, estimate.high


def _ring(lines: Sequence[Line], language: str) -> tuple[str, ...]:
    """What a ring is, where there is one."""
    unknown = any(line.interval[0] is not None and line.interval[1] is None for line in lines)
    return (agreement_labels_in(language).ring,) if unknown else ()


def _alt(
    result: Agreement, name: str, lines: Sequence[Line], overall: Interval, language: str
) -> str:
    named = agreement_labels_in(language)
    known = [line for line in lines if line.interval[0] is not None]
    lowest = sorted(known, key=lambda line: line.interval[0] or 0)[:_TOLD]
    undefined = [line.name for line in lines if line.interval[0] is None]
    sentences = [
        named.forest_alt.format(
            coefficient=name[:1].upper() + name[1:],
            codes=how_many(len(result.codes), "codes", language),
            coders=", ".join(result.coders),
        ),
        named.all_alt.format(value=interval_text(overall, language)),
    ]
    if lowest:
        each = "; ".join(f"{line.name} {interval_text(line.interval, language)}" for line in lowest)
        sentences.append(named.lowest_alt.format(each=each))
    if undefined:
        sentences.append(named.undefined_alt.format(each=", ".join(undefined)))
    return " ".join(sentences)
