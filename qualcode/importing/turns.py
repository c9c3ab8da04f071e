"""From a file's paragraphs to a transcript's text and turns: one way for all formats."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.importing import labels, lines
from qualcode.importing.blocks import Block
from qualcode.importing.lines import Line
from qualcode.importing.speakers import LabelKey, find_labels, find_roles, label_key
from qualcode.model import Role, Turn

_NO_TIME = (None, None)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A transcript's text and turns, and sentences on what was guessed."""

    text: str
    turns: tuple[Turn, ...]
    notes: tuple[str, ...]


def recognise(
    blocks: Sequence[Block],
    interviewers: Sequence[str] = (),
    roles: Mapping[str, Role] | None = None,
) -> Recognised:
    """Put the text together, one block a paragraph, and cut it into turns with speakers and roles.

    `roles` are those that a person has given to speakers; the labels tell the others.

    Every word belongs to one turn; labels and stamps belong to none. A paragraph before the first
    label, or in a text without labels, is a turn without speaker.
    """
    text, read = lines.read(blocks)
    found, notes = find_labels(text, read, interviewers)
    turns = list(_cut(blocks, read, _names(read, found)))
    speakers = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    found_roles, more_notes = find_roles(speakers, interviewers, roles or {})
    if turns and not found:
        more_notes = ["No speakers were found: each paragraph is a turn."]
    return Recognised(
        text,
        tuple(
            replace(turn, role=found_roles[turn.speaker]) if turn.speaker else turn
            for turn in turns
        ),
        (*notes, *more_notes),
    )


def _names(read: Sequence[Line], found: set[LabelKey]) -> dict[LabelKey, str]:
    """The speaker of each label: of several spellings the most frequent."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in read:
        if line.label is not None and label_key(line.label) in found:
            spellings[line.label.key][labels.person(line.label.name)] += 1
    return {label: spellings[label[1]].most_common(1)[0][0] for label in found}


def _cut(
    blocks: Sequence[Block], read: Sequence[Line], names: Mapping[LabelKey, str]
) -> Iterator[Turn]:
    """The turns in order, without roles.

    A label opens a turn, and so does a stamp, so that no turn has a stamp among its words. A
    heading stands aside from the turn that goes on after it.
    """
    turn: Turn | None = None
    speaker: str | None = None
    times: tuple[float | None, float | None] = _NO_TIME  # of the words that come next
    last_block = -1
    for line in read:
        block = blocks[line.block]
        paragraph_starts, last_block = line.block != last_block, line.block
        label = line.label if line.label and label_key(line.label) in names else None
        stamp = label or line
        aside = block.heading and label is None
        if turn and (
            label or aside or stamp.time_start is not None or (paragraph_starts and speaker is None)
        ):
            yield turn
            turn = None
        if paragraph_starts and block.time_start is not None:
            times = block.time_start, block.time_end
        if stamp.time_start is not None:
            times = stamp.time_start, stamp.time_end
        if label:
            speaker = names[label_key(label)]
        start = label.words if label else line.start
        if start < line.end:
            if turn is None:
                name = "" if aside or speaker is None else speaker
                turn = Turn(start, line.end, name, time_start=times[0], time_end=times[1])
            else:
                turn = replace(turn, end=line.end, time_end=times[1] or turn.time_end)
            times = _NO_TIME
        if turn and line.time_after is not None:
            turn = replace(turn, time_end=line.time_after)
        if turn and (aside or line.time_after is not None):
            yield turn
            turn, times = None, (line.time_after, None)
    if turn:
        yield turn
