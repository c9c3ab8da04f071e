"""Sentence spans within the turns of a transcript, by rules made for spoken language.

Transcripts leave out capitals and full stops, trail off, break off and hold notes of the
transcriber. So a full stop ends a sentence whatever follows, unless it belongs to an abbreviation,
a number, an initial or an ellipsis; `tests/data/sentences_nb.txt` tells what that means case by
case. A general sentence splitter breaks inside `[pause]` and after `bl.a.`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from qualcode.language.languages import base, is_norwegian, word_set
from qualcode.model import Span
from qualcode.text import trim

_EMOJI = "[\U0001f1e6-\U0001faff\u2600-\u27bf\ufe0f\u200d]+"
_SMILEY = r"[:;=]-?[()DPp](?!\w)"
_TRAILING_SMILEY = re.compile(_SMILEY)
_CLOSERS = "[\"»”“’')\\]*_]*"
# A full stop with blanks between ("ja . . . det") is an ellipsis; a line break or an emoji may end
# a sentence too.
_CANDIDATE = re.compile(
    rf"(?P<run>(?:\.[ \t]){{2,}}\.|[.!?…。！？]+)(?P<closers>{_CLOSERS})"
    rf"|(?P<lines>\n\s*)|(?P<emoji>{_EMOJI}|(?<=\s){_SMILEY})"
)
# Something that says how a thing was said: it goes with the sentence that it follows.
_NOTE = re.compile(
    rf"[^\S\n]*(?:#+(?=\s|$)|{_EMOJI}|{_SMILEY}"
    r"|\[[^\[\]\n]{1,60}\]|<[^<>\n]{1,60}>|\((?![^()\n]{0,59}[A-ZÆØÅ][^()\n]{0,59}[.!?…]\))[^()\n]{1,60}\))"
)
_QUOTED = re.compile(
    "«[^«»]{1,300}»|“[^“”]{1,300}”|„[^„“”]{1,300}[“”]|”[^”]{1,300}”"
    r'|(?<![^\s(\[])"(?=\S)[^"\n]{1,300}(?<=\S)"'
    r"|(?<![:;=-])\([^()]{1,300}\)|\[[^\[\]]{1,300}\]"
)
_LAST_WORD = re.compile(r"[^\s«»“”„\"()\[\]]*$")
# Bounded, so that a long run of brackets or blanks is not read again from each of its lines.
_NEXT = re.compile(r"(?P<filler>[\s\"«“„”'’(\[*_–—-]{0,1000})(?P<word>\w{0,100})")
_LIST_ITEM = re.compile(r"(?:[-–—•*]|\d{1,2}[.)])\s")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?)+")
_ONE_LETTER_WORDS = frozenset("eiuåæø")
_ADDRESS = re.compile(r"://|@|^www\b", re.IGNORECASE)
# A line of these lengths that ends without punctuation may be cut by its width, not by its sense.
_WRAPPED = range(50, 121)
_LOOK_BACK = 40


def sentences(text: str, spans: Sequence[Span], language: str) -> list[Span]:
    """The sentences within each of the spans (turns), in order, without white space at their ends.

    No sentence crosses a span's border, and every character of a span that is not white space is in
    exactly one sentence.
    """
    rules = _rules(language)
    return [
        sentence for span in spans for sentence in _split(text[slice(*span)], span.start, rules)
    ]


class _Rules(NamedTuple):
    """Abbreviations of one language by what they say about the end of a sentence."""

    inner: frozenset[str]
    final: frozenset[str]
    after_number: frozenset[str]
    before_number: frozenset[str]


@cache
def _rules(language: str) -> _Rules:
    code = "nb" if is_norwegian(language) else base(language)
    return _Rules(*(word_set("sentences", f"{code}.{field}") for field in _Rules._fields))


class _Next(NamedTuple):
    """The first letter or digit after a possible end, and the word it begins."""

    char: str
    word: str
    line: bool  # on another line

    @property
    def capital(self) -> bool:
        """Whether a sentence could start so; scripts without capitals always could."""
        return self.char.isalpha() and not self.char.islower()


def _split(turn: str, offset: int, rules: _Rules) -> Iterator[Span]:
    """Cut one turn; a stretch without letters or digits goes to the sentence before it."""
    pending: Span | None = None
    start = 0
    for end in [*_ends(turn, rules), len(turn)]:
        span = trim(turn, Span(start, end))
        start = end
        if span.start == span.end:
            continue
        has_words = any(char.isalnum() for char in turn[slice(*span)])
        if pending is not None and not has_words:
            pending = Span(pending.start, span.end)
            continue
        if pending is not None:
            yield Span(pending.start + offset, pending.end + offset)
        pending = span
    if pending is not None:
        yield Span(pending.start + offset, pending.end + offset)


def _ends(turn: str, rules: _Rules) -> Iterator[int]:
    """Where the sentences of a turn end, but for the last."""
    quoted = [match.span() for match in _QUOTED.finditer(turn) if _is_embedded(turn, *match.span())]
    opens = [start for start, _ in quoted]
    last = 0
    for match in _CANDIDATE.finditer(turn):
        if match.start() < last:
            continue
        at = bisect_right(opens, match.start()) - 1
        if at >= 0 and match.end() < quoted[at][1]:
            continue
        if match["lines"]:
            end = match.start() if _line_ends_sentence(turn, match) else 0
        elif match["emoji"]:
            end = match.end() if _next(turn, match.end()).capital else 0
        else:
            end = _full_stop(turn, match, last, rules)
        if end:
            yield end
            last = end


def _full_stop(turn: str, match: re.Match[str], start: int, rules: _Rules) -> int:
    """Where the sentence ends that began at `start`, if punctuation ends it; 0 if it does not."""
    run, end = match["run"], match.end()
    if smiley := _TRAILING_SMILEY.match(turn, end):
        end = smiley.end()
    word = _word_before(turn, match.start())
    if end < len(turn) and not turn[end].isspace():
        return end if _is_glued(turn, end, run, word, rules) else 0
    while note := _NOTE.match(turn, end):
        end = note.end()
    following = _next(turn, end)
    if not following.char:
        return end
    if match["closers"] and following.char.islower() and not following.line:
        return 0
    if set(run) & set("!?。！？"):
        return 0 if following.word in word_set("sentences", "words.reporting") else end
    if len(run) > 1 or run == "…":
        return end if following.capital else 0
    before = turn[max(start, match.start() - _LOOK_BACK) : match.start() - len(word)]
    return end if _single_stop(word, before, following, rules) else 0


def _single_stop(word: str, before: str, following: _Next, rules: _Rules) -> bool:
    """Whether one full stop after a word ends the sentence; `before` is what it has before that."""
    form = word.casefold()
    follower = following.word.casefold()
    if word.isdigit():
        if following.char.isdigit():
            return False
        if not following.capital:
            return len(word) > 3 or follower in word_set("sentences", "words.never_after_ordinal")
        numbers_a_list = not before.strip()
        return not (numbers_a_list or follower in word_set("sentences", "words.after_ordinal"))
    if form in rules.inner or (following.char.isdigit() and form in rules.before_number):
        return False
    counts = before.rstrip()[-1:].isdigit()
    if form in rules.final or (counts and form in rules.after_number):
        return following.capital
    initials = word.isupper() and _INITIALS.fullmatch(word) and (len(word) == 1 or "." in word)
    if initials:
        return follower in word_set("sentences", "words.starters")
    if len(word) == 1 and form not in _ONE_LETTER_WORDS:
        return following.capital
    return following.capital or not _DOTTED.fullmatch(word)


def _is_glued(turn: str, end: int, run: str, word: str, rules: _Rules) -> bool:
    """Whether a sentence ends where the next one follows without a blank: `fint.Så gikk vi`."""
    if not turn[end].isupper() or (word and not word[-1].islower()):
        return False
    if set(run) - {"."}:
        return True
    form = word.casefold()
    known = form in rules.inner or form in rules.final or _ADDRESS.search(word)
    return not known and (not word or len(word.rpartition(".")[2]) > 1)


def _line_ends_sentence(turn: str, match: re.Match[str]) -> bool:
    """Whether a line break ends a sentence that no punctuation ends."""
    if match["lines"].count("\n") > 1:
        return True
    if _LIST_ITEM.match(turn, match.end()):
        return True
    start = max(0, match.start() - _WRAPPED.stop)
    before = turn[start : match.start()].rpartition("\n")[2].rstrip()
    if before.rstrip("\"»”’')]")[-1:] in (*".!?…,;-–—", ""):
        return False
    return len(before) not in _WRAPPED and _next(turn, match.end()).capital


def _is_embedded(turn: str, start: int, end: int) -> bool:
    """Whether a quotation or bracket is part of a longer sentence, not one or more of its own."""
    after = turn[end : end + _LOOK_BACK].lstrip()[:1]
    if after.islower() or after in (*",;:-–—",):
        return True
    before = turn[max(0, start - _LOOK_BACK) : start].rstrip(" \t")
    return bool(before) and before.rstrip("\"»”’')]")[-1:] not in (*".!?…\n–—-", "")


def _word_before(turn: str, end: int) -> str:
    found = _LAST_WORD.search(turn, max(0, end - _LOOK_BACK), end)
    return found.group() if found else ""


def _next(turn: str, start: int) -> _Next:
    """What comes after blanks, quotation marks, brackets and dashes."""
    found = _NEXT.match(turn, start)
    assert found  # it matches the empty string
    char = turn[found.start("word") : found.start("word") + 1]
    return _Next(char, found["word"], "\n" in found["filler"])
