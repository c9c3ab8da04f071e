"""Subtitles: WebVTT (.vtt, as Teams, Zoom and Whisper write it) and SubRip (.srt).

webvtt-py reads both, since SubRip is WebVTT with commas in its times. It passes over in silence
what it does not understand, so that is mended before, or refused. It knows one voice a cue; the
voices are found here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

import webvtt

from qualcode.encoding import decode
from qualcode.errors import ImportFailure
from qualcode.importing.blocks import Block, Reading
from qualcode.text import normalise

_HEADER = "WEBVTT"
_TIME = r"(?:\d+:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3}"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?")
_ARROW = re.compile(r"^.*-->.*$", re.MULTILINE)
# A cue of SubRip that follows the one before it without a blank line.
_NUMBERED_CUE = re.compile(r"\n(?=[ \t]*\d+[ \t]*\n.*-->)")
# A blank line inside a cue: what follows has no time of its own and is nothing else either.
_BLANK_IN_CUE = re.compile(r"\n{2,}(?=.)(?!(?:NOTE|STYLE|REGION)\b|.*-->|.*\n.*-->)")
_METADATA = re.compile(r"\d+$|[\w-]+\s*[:=]")
_NOTE = re.compile(r"^NOTE\b", re.MULTILINE)

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^<>]*)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[\d:]+:\d\d\.\d+>|\{\\[^{}]*\}")
# The end of a line in a cue: only wrapping, unless another speaker's words may follow.
_WRAP = re.compile(r"\n(?![-–—]\s|[^\W\d_][^:\n]{0,40}:\s)")


def read(data: bytes) -> Reading:
    """Read subtitles: a cue is a paragraph, or all cues of a voice until another one speaks.

    Raises:
        ImportFailure: The file is not text, holds no cues, or a cue's times cannot be read.

    """
    decoded = decode(data)
    text = _mended(normalise(decoded.text))
    cues = [
        Block(
            words,
            voice,
            caption.start_time.in_milliseconds() / 1000,
            caption.end_time.in_milliseconds() / 1000,
        )
        for caption in webvtt.from_string(text).captions
        for voice, words in _voices(caption.raw_text)
    ]
    if not cues:
        raise ImportFailure(
            "The file holds no subtitles: there is no cue with times and words.",
            remedy="If it is a transcript without cues, give it the ending .txt.",
        )
    if any(cue.speaker for cue in cues):
        cues = list(_joined(cues))
    header = text.partition("\n\n")[0].split("\n")[1:]
    left_out = (
        (sum(1 for line in header if not _METADATA.match(line)), "lines before the first cue"),
        (len(_NOTE.findall(text)), "comments"),
    )
    notes = (f"Left out: {what} ({count})." for count, what in left_out if count)
    return Reading(tuple(cues), decoded.encoding, (*decoded.notes, *notes))


def _mended(text: str) -> str:
    """Bring subtitles into the form in which webvtt-py loses none of their words."""
    for arrow in _ARROW.finditer(text):
        if not _TIMING.fullmatch(arrow.group()):
            line = text.count("\n", 0, arrow.start()) + 1
            raise ImportFailure(
                f"The times of a cue cannot be read: “{arrow.group().strip()}”.",
                where=f"line {line}",
                remedy="Write them as 00:01:02.345 --> 00:01:05.678.",
            )
    text = text.strip("\n")
    if not text.startswith(_HEADER):
        text = f"{_HEADER}\n\n{text}"
    text = _ARROW.sub(lambda arrow: arrow.group().replace(",", "."), text)
    return _BLANK_IN_CUE.sub("\n", _NUMBERED_CUE.sub("\n\n", text))


def _voices(cue: str) -> Iterator[tuple[str | None, str]]:
    """The voices of one cue and their words without tags; None for words without a voice."""
    unvoiced, *voiced = _VOICE.split(cue)
    for voice, words in ((None, unvoiced), *zip(voiced[::2], voiced[1::2], strict=True)):
        lines = html.unescape(_TAG.sub("", words)).split("\n")
        plain = _WRAP.sub(" ", "\n".join(filter(None, map(str.strip, lines))))
        if plain:
            yield voice and html.unescape(voice).strip(), plain


def _joined(cues: Iterable[Block]) -> Iterator[Block]:
    """One block for each voice's uninterrupted cues; nobody speaks in a cue without a voice."""
    for voice, group in groupby(cues, key=lambda cue: cue.speaker or ""):
        turn = list(group)
        if not voice:
            yield from (replace(cue, speaker="") for cue in turn)
        else:
            yield Block(
                " ".join(cue.text for cue in turn), voice, turn[0].time_start, turn[-1].time_end
            )
