"""Which candidates are labels, and who speaks in what role: decided over the whole document.

A label is of a known kind (`Intervjuer`, `R1`) or comes back. How often it must come back depends
on how clearly it is set apart from the words and on how much it looks like a name; the labels
together must open a real share of the lines, so that a colon in running speech stays speech.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualcode.importing import labels
from qualcode.importing.lines import Form, Label, Line
from qualcode.model import Role
from qualcode.text import normalise

# How often a name must come back, by how it is set apart.
_NEEDED = {Form.COLON: 2, Form.COLUMN: 3, Form.LINE: 3}
# How much more often what is no name (“leder barnevern”), or is an ordinary word of the text too.
_NEEDED_MORE = 2
# Shares of all lines that are not blank.
_SHARE_OF_ODD = 0.1
_SHARE_OF_OWN_LINES = 0.15
_SHARE_OF_FEW = 0.1
_SHARE_OF_NAMES = 0.03
# Lines at the start: a transcript with known labels has one there, and words that tell of it.
_HEAD = 10
_HEADER_WORDS = 4
# So few turns are rare, among so many at least.
_RARE, _MANY = 3, 30
_MOST_DOUBTS = 5

_LOWER_CASE_WORD = re.compile(r"\b[^\W\d_A-ZÆØÅ]{2,}\b")

LabelKey = tuple[Form, str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """All lines that could start with one label set apart in one way."""

    form: Form
    name: str
    count: int
    stamped: int
    known: bool
    likely: bool

    @property
    def key(self) -> LabelKey:
        return self.form, labels.key(self.name)


def label_key(label: Label) -> LabelKey:
    """What makes two labels the same: the way they are set apart, and the name."""
    return Form.COLON if label.form is Form.STAMPED else label.form, label.key


def find_labels(
    text: str, lines: Sequence[Line], interviewers: Collection[str]
) -> tuple[set[LabelKey], list[str]]:
    """Decide which of the lines' candidates are labels; also say what is worth a second look.

    `interviewers` are names that count as known labels.
    """
    voices = {
        label_key(line.label) for line in lines if line.label and line.label.form is Form.VOICE
    }
    if voices:
        return voices, []
    candidates = list(_candidates(text, lines, _keys(interviewers)))
    found = [each for each in candidates if _comes_back(each, len(lines))]
    found = _with_vouched_for(found, candidates)
    found = _in_one_style(found, len(lines))
    found = _without_header(found, text, lines)
    if not _carry(found, lines):
        found = []
    return {each.key for each in found}, list(_doubts(found, candidates))


def _candidates(text: str, lines: Sequence[Line], named: set[str]) -> Iterator[_Candidate]:
    groups: defaultdict[LabelKey, list[Label]] = defaultdict(list)
    for line in lines:
        if line.label is not None:
            groups[label_key(line.label)].append(line.label)
    vocabulary = frozenset(_LOWER_CASE_WORD.findall(text)) if groups else frozenset()
    for (form, key), group in groups.items():
        name = group[0].name
        if form is Form.LINE and len(group) < _NEEDED[form] - 1:
            continue  # nearly every short line of a transcript
        if labels.is_nobody(name) and key not in named:
            continue
        yield _Candidate(
            form=form,
            name=name,
            count=len(group),
            stamped=sum(label.form is Form.STAMPED for label in group),
            known=key in named or labels.is_known(name),
            likely=labels.is_likely(name, vocabulary),
        )


def _comes_back(candidate: _Candidate, lines: int) -> bool:
    """Whether a label recurs as often as its looks ask for."""
    needed = _NEEDED[candidate.form]
    if candidate.known:
        return candidate.count >= needed - 1
    if candidate.likely:
        return candidate.count >= needed
    return candidate.form is not Form.LINE and candidate.count >= max(
        needed + _NEEDED_MORE, _SHARE_OF_ODD * lines
    )


def _with_vouched_for(found: list[_Candidate], candidates: list[_Candidate]) -> list[_Candidate]:
    """Add what another label's evidence covers.

    Where labels with a time beside them come back, a name that has it once is a label too. A label
    before a colon is one before a tab, and where labels stand before tabs, so does a known one.
    """
    by_stamp = any(each.stamped > 1 for each in found)
    by_tab = any(each.form is Form.COLUMN for each in found)
    before_colon = {each.key[1] for each in found if each.form is Form.COLON}
    return found + [
        each
        for each in candidates
        if each not in found
        and (
            (by_stamp and each.stamped and each.likely)
            or (each.form is Form.COLUMN and each.known and by_tab)
            or (each.form is Form.COLUMN and each.key[1] in before_colon)
        )
    ]


def _in_one_style(found: list[_Candidate], lines: int) -> list[_Candidate]:
    """Drop labels in columns or on lines of their own where the document has another style."""
    opened: Counter[Form] = Counter()
    for each in found:
        opened[each.form] += each.count
    usual = max(Form, key=lambda form: opened[form])
    certain = all(each.known for each in found if each.form is usual)
    if usual is Form.LINE and not certain and opened[usual] < _SHARE_OF_OWN_LINES * lines:
        usual = Form.COLON
    names = {each.key[1] for each in found if each.form is usual}
    return [
        each
        for each in found
        if each.form in (usual, Form.COLON) or (each.form is Form.COLUMN and each.key[1] in names)
    ]


def _without_header(found: list[_Candidate], text: str, lines: Sequence[Line]) -> list[_Candidate]:
    """Drop what tells of a long interview before it starts, as “Intervjuer: KN”."""
    if sum(each.count for each in found) <= _MANY:
        return found
    header = {
        label_key(line.label)
        for line in lines[:_HEAD]
        if line.label
        and text[line.end - 1].isalnum()
        and len(text[line.label.words : line.end].split()) <= _HEADER_WORDS
    }
    return [
        each
        for each in found
        if each.count > 1 or each.key not in header or labels.is_abbreviation(each.name)
    ]


def _carry(found: list[_Candidate], lines: Sequence[Line]) -> bool:
    """Whether the labels together are enough to cut a document by."""
    if all(labels.is_question(each.name) for each in found):
        return False  # headings of an interview guide: the answers have no label
    known = {each.key for each in found if each.known}
    if any(line.label and label_key(line.label) in known for line in lines[:_HEAD]):
        return True
    opened = sum(each.count for each in found)
    if len(found) == 1 or opened <= _RARE:
        return opened >= _SHARE_OF_FEW * len(lines)
    return bool(known) or opened >= _SHARE_OF_NAMES * len(lines)


def _doubts(found: list[_Candidate], candidates: list[_Candidate]) -> Iterator[str]:
    rare = [each for each in found if not each.known and each.count <= _RARE]
    if rare and sum(each.count for each in found) > _MANY:
        yield f"Taken for speakers though they are rare: {_list(rare)}."
    passed_over = [
        each
        for each in candidates
        if each not in found
        and each.form is Form.COLON
        and (each.count >= _NEEDED[Form.COLON] or labels.is_full_name(each.name))
    ]
    if passed_over:
        passed_over.sort(key=lambda each: -each.count)
        yield f"Not taken for speakers: {_list(passed_over[:_MOST_DOUBTS])}."


def _list(candidates: Iterable[_Candidate]) -> str:
    return ", ".join(f"“{each.name}” ×{each.count}" for each in candidates)


def find_roles(
    speakers: Collection[str], interviewers: Collection[str], given: Mapping[str, Role]
) -> tuple[dict[str, Role], list[str]]:
    """The role of each speaker by name, and what the researcher should know of it.

    A role that is `given` stands. Named interviewers decide the others; else the labels do, and a
    name without a kind is an informant only where somebody else is known to be the interviewer.
    """
    given = {labels.key(normalise(name)): role for name, role in given.items()}
    stated = {name: given[labels.key(name)] for name in speakers if labels.key(name) in given}
    named = _keys(interviewers)
    met = [name for name in speakers if labels.key(name) in named]
    if met:
        found = {name: Role.INTERVIEWER if name in met else Role.INFORMANT for name in speakers}
        return found | stated, []
    notes = []
    roles = {name: labels.role(name) for name in speakers} | stated
    if Role.INTERVIEWER not in roles.values() and Role.INFORMANT in roles.values():
        roles |= {name: Role.INTERVIEWER for name in speakers if labels.may_interview(name)}
    if Role.INTERVIEWER in roles.values():
        for name, role in roles.items():
            roles[name] = Role.INFORMANT if role is Role.UNKNOWN else role
    elif len(roles) > 1 or Role.UNKNOWN in roles.values():
        notes.append(
            f"Nobody is known as the interviewer among {', '.join(speakers)}: "
            "name the interviewers, and the others become informants."
        )
    return roles | stated, notes


def _keys(names: Iterable[str]) -> set[str]:
    return {labels.key(normalise(name)) for name in names}
