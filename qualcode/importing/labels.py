"""What transcripts call those who speak: the words of nb, nn and en, and the looks of a name.

Only words are judged here, one label at a time; whether a label really is one, the whole document
decides (`qualcode.importing.speakers`).
"""

from __future__ import annotations

import re

from qualcode.model import Role


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INTERVIEWER = _words("""
    i int intv interv inv intervjuer intervjuar interviewer moderator mod forsker forskar
    researcher fasilitator facilitator ordstyrer ordstyrar spørsmål spm question q
""")
_INFORMANT = _words("""
    r resp respondent inf informant io intervjuobjekt intervjuperson interviewee deltaker deltakar
    deltager participant p svar answer mor far mamma pappa mother father
""")
# Certain to be labels, but not of whom: M is mother, man or moderator.
_SOMEBODY = _words("m f s d k a person speaker taler talar ukjent unknown")
# Informants once they come back; too common as words to be taken for a label when they do not.
_INFORMANT_NOUNS = _words("""
    forelder foreldre foresatt verge barn gutt jente ungdom elev student bruker brukar pasient
    ansatt tilsett leder leiar rektor lærer lærar rådgiver rådgivar veileder rettleiar koordinator
    barnekoordinator saksbehandler saksbehandlar helsesykepleier helsesjukepleiar lege mann kvinne
    kandidat parent child teacher leader employee patient user
""")
_QUESTION_OR_ANSWER = _words("spørsmål spm question q svar answer")
# Words of speech that is reported: “Da sa jeg: nei”.
_REPORTING = _words("""
    jeg eg æ han hun ho vi me de dei du det den som at sa sier seier sagt si spurte spør spurde
    tenkte tenker tenkjer svarte svarer svara svarar mente meiner mener skrev skriver fortalte er
    var blir ble vart har hadde i he she they we you it said says asked thought
""")
# What stands before a colon or alone on a line without being anybody.
_NOBODY = _words("""
    ja jo nei nja mm mhm hm hmm æh eh ok okei nettopp akkurat riktig takk hei hallo yes no
    pause latter stillhet uhørlig uhøyrleg slutt start nb obs ps merk merknad kommentar note
    eksempel tema dato sted stad tid varighet lengd lydfil opptak kl http https f.eks dvs bl.a
""")
_PARTICLES = _words("von van de da af av der den la le du di bin al")

_NUMBERED = re.compile(r"(.*?[^\W\d_])[ _.-]?\d{1,4}[a-z]?")
_QUALIFIER = re.compile(r"(?:\d+\w?)?\s*(?:[(/].*)?")
_ASIDE = re.compile(r"\(.*?\)")
_FIRST_WORD = re.compile(r"[^\s(/]+")
_WORD = re.compile(r"[^\s()/&,+]+")
_SHORTEST_QUALIFIED = 3
_LONGEST_ABBREVIATION = 4


def key(label: str) -> str:
    """What is the same for all spellings of one label: case and spacing do not count."""
    return " ".join(label.casefold().split()).rstrip(" .:")


def _base(label: str) -> str:
    """The kind that a label names.

    `Informant 2 (leder)` and `Informant Kari` are of the kind `informant`, `R1` is of the kind `r`;
    but `I Oslo` is no kind of `i`.
    """
    bare = " ".join(label.split()).rstrip(" .")
    first = _FIRST_WORD.match(bare)
    if first and len(first.group()) >= _SHORTEST_QUALIFIED:
        rest = bare[first.end() :].lstrip()
        if rest and (_QUALIFIER.fullmatch(rest) or is_name(rest)):
            bare = first.group()
    numbered = _NUMBERED.fullmatch(bare)
    return (numbered[1] if numbered else bare).rstrip(" .").casefold()


def is_known(label: str) -> bool:
    """Whether a label is one even if the document has it only once."""
    return _base(label) in _INTERVIEWER | _INFORMANT | _SOMEBODY


def is_nobody(label: str) -> bool:
    """Whether the words cannot be a label, however often they come back."""
    words = [word.rstrip(".").casefold() for word in _WORD.findall(label)]
    reported = len(words) > 1 and not _REPORTING.isdisjoint(words) and not is_name(label)
    return reported or key(label) in _NOBODY


def is_name(label: str) -> bool:
    """Whether a label is written like a name or a code: capitals, digits, particles at most."""
    words = [word for word in _WORD.findall(_ASIDE.sub("", label)) if word not in _PARTICLES]
    return bool(words) and all(
        not word[0].islower() or any(map(str.isdigit, word)) for word in words
    )


def is_full_name(label: str) -> bool:
    """Whether a label is written like a first name and a surname."""
    return is_name(label) and len(_WORD.findall(label)) > 1 and not any(map(str.isdigit, label))


def is_likely(label: str, vocabulary: frozenset[str]) -> bool:
    """Whether a label needs to come back but once: a kind of informant, or what is only a name.

    `vocabulary` is the text's words that are in lower case throughout; a word that the text uses
    as an ordinary one too (`Problemet`) is not only a name.
    """
    word = label.rstrip(" .")
    common = word.isalpha() and not word.isupper() and word.casefold() in vocabulary
    return _base(label) in _INFORMANT_NOUNS or (is_name(label) and not common)


def is_abbreviation(label: str) -> bool:
    """Whether a label is short for a kind, as `I` or `R1`."""
    return len(_base(label)) <= _LONGEST_ABBREVIATION


def is_question(label: str) -> bool:
    """Whether a label numbers a question rather than a person (`Spørsmål 3`)."""
    base = _base(label)
    return base in _QUESTION_OR_ANSWER and base in _INTERVIEWER and base != key(label)


def person(label: str) -> str:
    """The speaker's name: the label, without the number where that counts questions or answers."""
    numbered = _NUMBERED.fullmatch(label)
    if numbered and _base(label) in _QUESTION_OR_ANSWER:
        return numbered[1].rstrip(" .")
    return label.rstrip(" .")


def may_interview(label: str) -> bool:
    """Whether only the company tells: `I1` is the first interviewer or the first informant."""
    return _base(label) == "i" and key(label) != "i"


def role(label: str) -> Role:
    """The role that a label itself tells, in any of its words; unknown for names."""
    if may_interview(label):
        return Role.UNKNOWN
    kinds = {word.casefold() for word in _WORD.findall(label) if len(word) > _LONGEST_ABBREVIATION}
    kinds.add(_base(label))
    if not kinds.isdisjoint(_INTERVIEWER):
        return Role.INTERVIEWER
    if not kinds.isdisjoint(_INFORMANT | _INFORMANT_NOUNS):
        return Role.INFORMANT
    return Role.UNKNOWN
