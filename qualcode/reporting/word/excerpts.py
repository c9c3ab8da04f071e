"""The excerpt report: what was said about each code, each quote with its way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from qualcode.model import Excerpt
from qualcode.reporting.labels import Labels, date_text, labels_in, number_text, stamp_text
from qualcode.reporting.word import xml
from qualcode.reporting.word.codetable import code_table
from qualcode.reporting.word.contents import contents
from qualcode.reporting.word.document import ExcerptReport
from qualcode.reporting.word.outline import Entry, bookmark_name, outline
from qualcode.reporting.word.package import write_package
from qualcode.reporting.word.shell import BODY_MARK, Shell, make_shell
from qualcode.reporting.word.styles import Style, heading
from qualcode.text import normalise

_STEP = 100
_DOT = "\N{NO-BREAK SPACE}\N{MIDDLE DOT} "  # never at the start of a line
_MEMO_FOLLOWS = f'{xml.KEEP_NEXT}<w:spacing w:after="80"/>'


def write_excerpts(
    report: ExcerptReport,
    out: Path,
    *,
    template: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write excerpts by code as a Word document.

    `template` is a .docx, .dotx or .dotm whose styles, page, headers and footers are used and whose
    text is not. `progress` is called with excerpts done and excerpts in all. The same report gives
    the same bytes. Raises QualcodeError if the template cannot be read or the file not written;
    a file that was there before is then untouched.
    """
    labels = labels_in(report.language)
    shell = make_shell(report.title, report.date, labels, template)
    body = _body(report, labels, shell, progress or (lambda *_: None))
    write_package(out, shell.package, {BODY_MARK: body}, report.date)


def _body(
    report: ExcerptReport, labels: Labels, shell: Shell, progress: Callable[[int, int], None]
) -> Iterator[str]:
    total = sum(map(len, report.excerpts.values()))
    entries = outline(report)
    yield from _front(report, entries, total, labels, shell)
    if not total:
        yield xml.paragraph(shell.styles[Style.NORMAL], xml.run(labels.no_excerpts))
    done = 0
    for number, entry in enumerate(entries, start=1):
        if not entry.bookmark:
            continue
        yield _section_head(entry, number, shell.styles)
        for excerpt in report.excerpts.get(entry.code.id, ()):
            yield quotation(excerpt, entry.code.path, report.variables, labels, shell.styles)
            done += 1
            if done % _STEP == 0 and done < total:
                progress(done, total)
    progress(done, total)


def _front(
    report: ExcerptReport, entries: list[Entry], total: int, labels: Labels, shell: Shell
) -> Iterator[str]:
    """Title, selection, table of contents and table of codes."""
    styles = shell.styles
    sources = {excerpt.source for group in report.excerpts.values() for excerpt in group}
    extent = (
        f"{labels.excerpts}: {number_text(labels, total)}"
        f" · {labels.sources}: {number_text(labels, len(sources))}"
    )
    yield xml.paragraph(styles[Style.TITLE], xml.run(report.title))
    yield xml.pairs(
        styles[Style.DETAILS],
        [
            (labels.project, report.project),
            (labels.date, date_text(labels, report.date)),
            *report.selection,
            (labels.extent, extent),
        ],
    )
    headings = [(entry.level, entry.name, entry.bookmark) for entry in entries if entry.bookmark]
    yield contents([(1, labels.codes, bookmark_name(0)), *headings], labels, styles)
    title = xml.bookmark(0, bookmark_name(0), xml.run(labels.codes))
    yield xml.paragraph(styles[heading(1)], title)
    number = xml.run(f"{labels.table} ") + xml.field(r"SEQ Table \* ARABIC", "1")
    yield xml.paragraph(styles[Style.CAPTION], number + xml.run(f". {labels.code_table}"))
    yield code_table(report, entries, labels, shell)


def _section_head(entry: Entry, number: int, styles: Mapping[str, str]) -> str:
    title = xml.bookmark(number, entry.bookmark, xml.run(entry.name))
    head = xml.paragraph(styles[heading(entry.level)], title)
    if definition := normalise(entry.code.definition).strip():
        head += xml.paragraph(styles[Style.DEFINITION], xml.run(definition))
    return head


def quotation(
    excerpt: Excerpt,
    path: tuple[str, ...],
    variables: tuple[str, ...],
    labels: Labels,
    styles: Mapping[str, str],
) -> str:
    """The quote between its context, its reference and its memos, kept together across pages.

    `path` is the code under which it stands; empty where it stands under none.
    """
    quote, context = styles[Style.EXCERPT], styles[Style.CONTEXT]
    *first, last = _lines(excerpt.text) or [""]
    lines = [
        *((context, xml.KEEP_NEXT, line) for line in _lines(excerpt.before)),
        *((quote, "", line) for line in first),
        (quote, xml.KEEP_NEXT, last),
        *((context, xml.KEEP_NEXT, line) for line in _lines(excerpt.after)),
    ]
    pieces = [xml.paragraph(style, xml.run(line), keep) for style, keep, line in lines]
    memos = [normalise(memo).strip() for memo in excerpt.memos]
    pieces.append(
        xml.paragraph(
            styles[Style.REFERENCE],
            xml.run(reference(excerpt, path, variables, labels)),
            _MEMO_FOLLOWS if any(memos) else "",
        )
    )
    for memo in filter(None, memos):
        content = xml.run(f"{labels.memo}: ", xml.BOLD) + xml.run(memo)
        pieces.append(xml.paragraph(styles[Style.MEMO], content))
    return "".join(pieces)


def _lines(text: str) -> list[str]:
    """The lines with words in them; the space between turns is the style's to give."""
    return [line for line in text.split("\n") if line.strip()]


def reference(
    excerpt: Excerpt, path: tuple[str, ...], variables: tuple[str, ...], labels: Labels
) -> str:
    """Where the words stand: source, case, speaker, turn, line, time, variables, coders, codes."""
    parts = [excerpt.source]
    if excerpt.case and excerpt.case != excerpt.source:
        parts.append(excerpt.case)
    if excerpt.speaker and excerpt.speaker not in parts:
        parts.append(excerpt.speaker)
    if excerpt.turn is not None:
        parts.append(f"{labels.turn} {excerpt.turn}")
    parts.append(f"{labels.line} {excerpt.line}")
    if excerpt.time_start is not None:
        parts.append(stamp_text(excerpt.time_start))
    parts += [excerpt.variables[name] for name in variables if name in excerpt.variables]
    if excerpt.coders:
        parts.append(f"{labels.coded_by} {', '.join(excerpt.coders)}")
    others = dict.fromkeys((*excerpt.codes, *excerpt.other_codes))
    others.pop(path, None)
    if others:
        codes = "; ".join(" > ".join(other) for other in others)
        parts.append(f"{labels.also_coded} {codes}" if path else f"{labels.codes}: {codes}")
    return _DOT.join(parts)
