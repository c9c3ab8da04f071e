"""What was done, in the language of the user interface.

The history is kept in English, so that a project reads the same for everybody; here its labels are
known again and translated for the screen. Labels of other programs are shown as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from qualcode.tui.i18n import N_, _

_LABELS = (
    N_("Undid: {action}"),
    N_("Redid: {action}"),
    N_("Created the project"),
    # Codings
    N_("Coded with {codes}"),
    N_("Coded {number} hit with {codes}"),
    N_("Coded {number} hits with {codes}"),
    N_("Coded {number} sentence with {codes}"),
    N_("Coded {number} sentences with {codes}"),
    N_("Coded {number} turn with {codes}"),
    N_("Coded {number} turns with {codes}"),
    N_("Changed a coding"),
    N_("Changed the borders of {name}"),
    N_("Changed the code {name} to {codes}"),
    N_("Removed a coding"),
    N_("Removed {number} codings"),
    N_("Imported codings from {file}"),
    # Memos
    N_("Wrote a memo on {about}"),
    N_("Wrote the memo on {about}"),
    N_("Removed the memo on {about}"),
    # The codebook
    N_("Imported a codebook"),
    N_("Added the code {name}"),
    N_("Edited the code {name}"),
    N_("Renamed the code {name} to {other}"),
    N_("Moved the code {name} under {other}"),
    N_("Moved the code {name} to the top"),
    N_("Moved the code {name} up"),
    N_("Moved the code {name} down"),
    N_("Merged {names} into {other}"),
    N_("Split {name} off {other}"),
    N_("Deleted the code {name}"),
    # Transcripts, cases and variables
    N_("Imported the transcript {name}, with variables from {file}"),
    N_("Imported the transcript {name}"),
    N_("Imported {number} transcripts, with variables from {file}"),
    N_("Imported {number} transcripts"),
    N_("Imported variables from {file}"),
    N_("Removed the source {name}"),
    N_("Assigned {name} to the case {other}"),
    N_("Set variables of the case {name}"),
    N_("Withdrew a case"),
    # Suggestions
    N_("Suggestion run ({name})"),
    N_("Suggestion run {run} went on"),
    N_("Accepted a suggestion"),
    N_("Accepted {number} suggestions"),
    N_("Rejected a suggestion"),
    N_("Rejected {number} suggestions"),
    N_("Forgot the open suggestions of run {run}"),
    # Coders and what they settle
    N_("Settled {names} as {other} coded"),
    N_("Settled {names} with no code"),
    N_("Settled {names} otherwise with {other}"),
    N_("Opened {names} again"),
    N_("Wrote why a difference was settled so"),
    N_("Took over what coders agree on"),
    N_("Let {name} stand for the consensus"),
    N_("Kept {name} from seeing what others code"),
    N_("Let {name} see what others code"),
    N_("What you do not see yet"),
    # Queries
    N_("Saved the query {name}"),
    N_("Removed the query {name}"),
    # The survey
    N_("Imported survey figures from {file}"),
    N_("Removed the indicator {name}"),
    N_("Linked {names} to the indicator {other}"),
    N_("Unlinked {names} from the indicator {other}"),
    N_("Wrote a note on the indicator {name}"),
    N_("Chose quotations for the indicator {name}"),
    N_("Dropped quotations from the indicator {name}"),
    N_("Set the survey beside the interviews"),
)
_ABOUT = (
    N_("the project"),
    N_("a coding with {name}"),
    N_("the transcript {name}"),
    N_("the code {name}"),
    N_("the case {name}"),
)
_CODES = (N_("the new code {name}"),)

_Pattern = tuple[re.Pattern[str], str]
_PLACE = re.compile(r"{(\w+)}")


def _pattern(message: str) -> _Pattern:
    """What finds a label of this message, each place by its name; the first of them is shortest."""
    text, *places = _PLACE.split(message)
    found = re.escape(text)
    for name, text in zip(places[::2], places[1::2], strict=True):
        found += f"(?P<{name}>{'[0-9,]+' if name == 'number' else '.*?'}){re.escape(text)}"
    return re.compile(found, re.DOTALL), message


def _by_first_word(messages: Sequence[str]) -> dict[str, list[_Pattern]]:
    found: defaultdict[str, list[_Pattern]] = defaultdict(list)
    for message in messages:
        found[message.split(" ", 1)[0]].append(_pattern(message))
    return found


_LABEL_PATTERNS = _by_first_word(_LABELS)
_ABOUT_PATTERNS = _by_first_word(_ABOUT)
_CODE_PATTERNS = _by_first_word(_CODES)


def translated(label: str) -> str:
    """The label of an action in the language of the user interface."""
    return _known(label, _LABEL_PATTERNS)


def _known(words: str, patterns: dict[str, list[_Pattern]]) -> str:
    for pattern, message in patterns.get(words.split(" ", 1)[0], ()):
        if match := pattern.fullmatch(words):
            places = {name: _filled(name, text) for name, text in match.groupdict().items()}
            return _(message).format(**places)
    return words


def _filled(name: str, text: str) -> str:
    """What stands in a place of a label: names are kept, but some hold words of qualcode."""
    match name:
        case "action":
            return translated(text)
        case "about":
            return _known(text, _ABOUT_PATTERNS)
        case "codes":
            return ", ".join(_known(code, _CODE_PATTERNS) for code in text.split(", "))
        case _:
            return text
