"""Markdown of researchers as paragraphs of plain data, for Word; pages take the same as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class Look(StrEnum):
    """How a paragraph stands on the page."""

    PLAIN = "plain"
    HEADING = "heading"
    QUOTE = "quote"
    ITEM = "item"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one look. `anchor` is where within the document they lead, or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `depth` is that of a list within lists, `mark` its bullet or number."""

    pieces: tuple[Piece, ...]
    look: Look = Look.PLAIN
    depth: int = 0
    mark: str = ""


def to_html(markdown: str) -> str:
    """Markdown as HTML; markup in it is shown as it was written."""
    html: str = _parser().render(markdown)
    return html


def to_paragraphs(markdown: str) -> list[Paragraph]:
    """Markdown as paragraphs."""
    return list(_paragraphs(_parser().parse(markdown)))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Pictures would be fetched by whoever opens the report.
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def _paragraphs(tokens: list[Token]) -> Iterator[Paragraph]:
    lists: list[int | None] = []  # of each list around: the number of the next item, or None
    look, mark = Look.PLAIN, ""
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                number = lists[-1]
                mark = "•" if number is None else f"{number}."
                lists[-1] = None if number is None else number + 1
            case "heading_open":
                look = Look.HEADING
            case "blockquote_open":
                look = Look.QUOTE
            case "heading_close" | "blockquote_close":
                look = Look.PLAIN
            case "inline":
                pieces = tuple(_pieces(token.children or []))
                if lists:
                    yield Paragraph(pieces, Look.ITEM, len(lists), mark)
                    mark = ""
                else:
                    yield Paragraph(pieces, look)
            case "fence" | "code_block":
                yield Paragraph((Piece(token.content.rstrip("\n")),), Look.CODE)


def _pieces(tokens: list[Token]) -> Iterator[Piece]:
    state = Piece("")
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                state = replace(state, bold=token.type == "strong_open")
            case "em_open" | "em_close":
                state = replace(state, italic=token.type == "em_open")
            case "link_open":
                target = str(token.attrGet("href") or "")
                state = replace(state, anchor=target[1:] if target.startswith("#") else "")
            case "link_close":
                state = replace(state, anchor="")
            case "softbreak":
                yield replace(state, text=" ")
            case "hardbreak":
                yield replace(state, text="\n")
            case _:
                yield replace(state, text=token.content)
