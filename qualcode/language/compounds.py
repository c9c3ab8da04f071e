"""The parts of Norwegian compounds.

A compound is cut where a known noun, adjective or verb stands on the right, and on the left a
noun, an adjective or a verb stem, alone or with a linking -s- or -e-. Among the possible cuts the
one with the fewest parts wins, then the one whose parts take part in the most compounds of the
lexicon. Each part that is a compound itself is then cut in the same way.

A word that the lexicon knows is cut more warily than an unknown one, and as its lemma, so that
`barnet` is not `bar` + `net`. What the lexicon cannot tell is in `data/compounds.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from math import log1p
from typing import NamedTuple

from qualcode.language import lexicon
from qualcode.language.languages import is_norwegian, word_set
from qualcode.language.lexicon import Entry

_SHORTEST_WORD = 6
_SHORTEST_PART = 4  # shorter ones are listed by hand
_LONGEST_WORD = 60  # longer strings are no words, and the search is quadratic in the length
_DEPTH = 3  # compounds inside a first part that the lexicon does not know
_SURE = 4.5  # logarithm of the product of both parts' families: 90 compounds
_LONG_FIRST = 7  # no accident, however few compounds it opens
_BOUND = 20  # the family that a listed bound part has at least
_ACCIDENTS = 5  # words that open by chance with a string that is no lemma, as `spør` in `spørsmål`

# Derived nouns take a linking -s- and need not be in the lexicon to be recognised.
_DERIVED = re.compile("...(?:ings|hets|heits|sjons|doms|skaps|itets)$")
# Endings that simplemma's nynorsk table lacks for many nouns: fjordane, løparar, forskarane.
_BOKMAAL = {"ane": "ene", "arane": "erne", "ar": "er", "arar": "ere", "aren": "eren"}
_NYNORSK = re.compile("(?<=...)(?:arane|arar|aren|ane|ar)$")
_NYNORSK_ENDINGS = ("ane", "ar", "aren")  # which is quicker to ask


class _Cut(NamedTuple):
    """A way to cut a word; `rank` orders cuts, the lowest being the best."""

    rank: tuple[int, float]
    firsts: tuple[str, ...]
    last: str


_UNLIKELY = (2, -1.0)  # a rank that takes more than a short last part to believe


def parts(word: str, language: str) -> tuple[str, ...]:
    """The parts of a compound in order, casefolded; empty for a word that is none.

    First parts come without their linking letter where the bare form is a word, the last part as
    it is inflected, but for a genitive: `ungdomsskolenes` gives `ungdom`, `skolene`. Hyphens always
    part (`NAV-kontor`). Languages other than bokmål and nynorsk have no parts.
    """
    return _parts(word.casefold()) if is_norwegian(language) else ()


@lru_cache(maxsize=200_000)
def _parts(word: str) -> tuple[str, ...]:
    if len(word) > _LONGEST_WORD:
        return ()
    if "-" in word.strip("-"):
        pieces = [piece for piece in word.split("-") if piece]
        return tuple(part for piece in pieces for part in _parts(piece) or (piece,))
    if len(word) < _SHORTEST_WORD or not word.isalpha():
        return ()
    _load_pieces(word)
    cut = _cut(word)
    if cut is None:
        # The lexicon has no genitives.
        return _parts(word[:-1]) if word.endswith("s") and not _entry(word).content else ()
    firsts = [_without_link(first) for first in cut.firsts]
    return tuple(part for piece in (*firsts, cut.last) for part in _parts_of_part(piece))


def forget() -> None:
    """Give back the memory of the words so far."""
    _parts.cache_clear()
    _cut_of_unknown.cache_clear()


def _cut(word: str) -> _Cut | None:
    if _entry(word).content:
        return _cut_of_known(word)
    if word.endswith("s") and _entry(word[:-1]).content:
        return None
    cut = _cut_of_unknown(word, _DEPTH)
    return None if cut and cut.rank > _UNLIKELY and len(cut.last) <= _SHORTEST_PART else cut


def _parts_of_part(piece: str) -> tuple[str, ...]:
    return (_entry(piece).content and _parts(piece)) or (piece,)


def _cut_of_known(word: str) -> _Cut | None:
    """Cut a word of the lexicon where its lemma has a cut that many other compounds support."""
    readings = [reading for reading in _entry(word).readings if reading.pos != "adv"]
    # Nynorsk readings (without part of speech) have inflected forms among their lemmas.
    lemmas = sorted({lemma for lemma, pos in readings if pos} or {lemma for lemma, _ in readings})
    if word in lemmas:
        lemmas = [word]
    for lemma in lemmas:
        if lemma in word_set("compounds", "whole"):
            continue
        _load_pieces(lemma)
        cuts = []
        for at in range(2, len(lemma) - 1):
            first, last = lemma[:at], lemma[at:]
            # The rarest first: most ends of a word are no lemmas.
            if not _is_lemma(last) or (closes := _closes(last)) is None:
                continue
            if (opens := _opens(first)) is None:
                continue
            score = log1p(opens) + log1p(closes)
            sure = score >= _SURE and opens and closes
            plain = len(first) >= _LONG_FIRST and len(last) >= _SHORTEST_PART and closes > 2
            if (sure or plain) and word.startswith(first):
                cuts.append(_Cut((2, -score), (first,), word[at:]))
        if cuts:
            return min(cuts)
    return None


@lru_cache(maxsize=50_000)
def _cut_of_unknown(word: str, depth: int) -> _Cut | None:
    """The best cut of a string into known parts; a first part may be a compound of its own."""
    cuts = []
    for at in range(2, len(word) - 1):
        first, last = word[:at], word[at:]
        closes = _closes(last)
        if closes is None:
            continue
        opens = _opens(first)
        if opens is not None:
            cuts.append(_Cut((2, -log1p(opens) - log1p(closes)), (first,), last))
        elif depth and len(first) >= _SHORTEST_WORD:
            bare = [first, first[:-1]] if first[-1] in "se" else [first]
            inner = next(filter(None, (_cut_of_unknown(form, depth - 1) for form in bare)), None)
            if inner:
                count, score = inner.rank
                rank = (count + 1, score - log1p(closes))
                cuts.append(_Cut(rank, (*inner.firsts, inner.last), last))
    return min(cuts, default=None)


def _opens(first: str) -> int | None:
    """How many compounds a string opens if it may open one; None if it may not."""
    bare = first.removesuffix("s")
    if first in word_set("compounds", "bound_first"):
        return max(_entry(first).opens, _BOUND)
    if {first, bare} & word_set("compounds", "never_first"):
        return None
    short = word_set("compounds", "short_first")
    if len(first) < _SHORTEST_PART and not {first, bare} & short:
        return None
    opens = _entry(first).opens
    if _DERIVED.search(first):
        return opens
    linked = first != bare and (len(bare) >= _SHORTEST_PART or bare in short) and _is_lemma(bare)
    return opens if opens > _ACCIDENTS or linked or _is_lemma(first) else None


def _closes(last: str) -> int | None:
    """How many compounds a form closes if it may close one; None if it may not."""
    if len(last) < _SHORTEST_PART and last not in word_set("compounds", "short_last"):
        return None
    entry = _entry(last)
    if not entry.content:
        return None
    never = word_set("compounds", "never_last")
    if last in never or not any(
        reading.pos != "adv" and reading.lemma not in never for reading in entry.readings
    ):
        return None
    # Inflected forms of four letters (`inga`, `rara`) are mostly endings with something before.
    weak = len(last) == _SHORTEST_PART and entry.closes < 20 and not _is_lemma(last)
    return None if weak else entry.closes


def _without_link(first: str) -> str:
    """A first part without its linking letter, unless only the linked form is a word."""
    if first in word_set("compounds", "linked"):
        return first[:-1]
    if _is_lemma(first) or not first.endswith(("s", "e")) or first.endswith("ss"):
        return first
    known = _entry(first[:-1]).content or _DERIVED.search(first)
    return first[:-1] if known else first


def _is_lemma(form: str) -> bool:
    # That of a nynorsk plural is another form's.
    return lexicon.entry(form).lemma


def load(words: Iterable[str]) -> None:
    """Get the lexicon ready for the parts of many casefolded Norwegian words and their lemmas."""
    wanted = [word for word in words if _SHORTEST_WORD <= len(word) <= _LONGEST_WORD]
    lexicon.load(piece for word in wanted for piece in _pieces(word))
    lemmas = {lemma for word in wanted for lemma, _ in lexicon.entry(word).readings}
    lexicon.load(piece for lemma in lemmas for piece in _pieces(lemma))


def _load_pieces(word: str) -> None:
    lexicon.load(_pieces(word))


def _pieces(word: str) -> list[str]:
    """All beginnings and ends of a word that can be a part, and itself."""
    size = len(word)
    return [word, *[word[:at] for at in range(2, size)], *[word[at:] for at in range(2, size)]]


def _entry(form: str) -> Entry:
    """What the lexicon has on a form, or on the bokmål form of a nynorsk plural or agent noun."""
    entry = lexicon.entry(form)
    if entry.packed or not form.endswith(_NYNORSK_ENDINGS) or not _NYNORSK.search(form):
        return entry
    other = lexicon.entry(_NYNORSK.sub(lambda ending: _BOKMAAL[ending.group()], form))
    return other if other.packed else entry
