"""Keyness: the words that one group uses more than another, or than all others.

G² of Rayson and Garside (2000) and the log ratio of Hardie (2014), p corrected for the number of
words (Benjamini and Hochberg 1995). All three take words for independent draws, which the words of
one person are not; so a word is listed only where several cases use it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.frequencies import in_order, sources_by_value
from qualcode.analysis.material import Amount
from qualcode.analysis.spans import Integers
from qualcode.analysis.words.corpus import Corpus, read_corpus
from qualcode.analysis.words.counting import COUNTING, Counting, Progress, refuse_codings
from qualcode.analysis.words.measures import adjusted, log_likelihood, log_ratio, p_of
from qualcode.analysis.words.places import Occurrences
from qualcode.analysis.words.tallies import Counted, Tally
from qualcode.analysis.words.terms import terms_of
from qualcode.errors import InputError, NotFoundError, suggest_names
from qualcode.frames import Framed
from qualcode.project.selection import EVERYTHING, Selection, selected_sources
from qualcode.project.sources import source_ids
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.project import Project

MOST_GROUPS = 60


@dataclass(frozen=True, slots=True)
class Uses:
    """How much a group uses a word; `dp` is as in `Tally`, None where it is undefined."""

    count: int
    per_1000_words: float
    sources: int
    cases: int
    dp: float | None


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that `group` uses more than `other` does, both indices into the result's groups.

    `other` None stands for all other groups together. `log_ratio` is positive; `p` and
    `p_adjusted` are of G².
    """

    group: int
    other: int | None
    term: int
    word: str
    forms: tuple[str, ...]
    here: Uses
    there: Uses
    g2: float
    log_ratio: float
    p: float
    p_adjusted: float


@dataclass(frozen=True, slots=True)
class WordGroup:
    """One of the groups that are compared, with how much its members say.

    `value` is None for all the rest, where one group is compared with that.
    """

    value: str | None
    amount: Amount


@dataclass(frozen=True, slots=True)
class Keyness(Framed):
    """The words in which groups differ, by group, the highest G² first.

    Each of `groups` is compared with all others, or if there are two each with the other. `tested`
    is how many tests p is corrected for, `unspread` how many words were left out because too few
    cases use them. `without` names the sources that have no value of the variable.
    """

    variable: str
    groups: tuple[WordGroup, ...]
    rows: tuple[Keyword, ...]
    tested: int
    unspread: int
    without: tuple[str, ...]
    stop_words: int
    counting: Counting
    selection: Selection
    occurrences: Occurrences

    def groups_of(self, group: int | None, other_than: int) -> tuple[int, ...]:
        """The groups that a side of a row stands for: one, or with None all but another."""
        if group is not None:
            return (group,)
        return tuple(each for each in range(len(self.groups)) if each != other_than)


def keyness(
    project: Project,
    variable: str,
    value: str = "",
    against: str = "",
    selection: Selection = EVERYTHING,
    *,
    counting: Counting = COUNTING,
    progress: Progress | None = None,
) -> Keyness:
    """Compare the words of the groups that a variable makes.

    With `value` that group is compared with all others, with `against` too the two; else each
    group with all others. Sources without a value are left out. Raises `NotFoundError` for a
    variable or value that does not exist, `InputError` where there are not two groups with words.
    """
    refuse_codings(selection)
    with project.snapshot():
        groups, group_of_source, without = _groups(project, one_line(variable), selection)
        names, group_of_source = _chosen(groups, group_of_source, variable, value, against)
        corpus = read_corpus(
            project,
            selection,
            everyone=counting.everyone,
            only=group_of_source,
            progress=progress,
        )
    numbers = np.array([group_of_source[each] for each in corpus.sources.tolist()], dtype=np.int64)
    group = numbers[corpus.source]
    spoken = np.unique(group)
    if len(spoken) < 2 or (value and 0 not in spoken):
        raise InputError(
            f"Only one group of {variable} says anything here; there is nothing to compare.",
            remedy="Choose other transcripts or values, or count all turns with --everyone.",
        )
    names = [names[each] for each in spoken.tolist()]  # those that say nothing go
    return compare_words(
        corpus, np.searchsorted(spoken, group), names, variable, selection, counting, without
    )


def compare_words(
    corpus: Corpus,
    group: Integers,
    names: Sequence[str | None],
    variable: str,
    selection: Selection,
    counting: Counting,
    without: tuple[str, ...] = (),
) -> Keyness:
    """Compare groups of running words, each of which has its group in `group` (−1: none)."""
    terms = terms_of(corpus, counting)
    counted = Counted(corpus, terms, group)
    everyone = list(range(len(names)))
    pairs: list[tuple[int, int | None]] = (
        [(0, 1)] if len(names) == 2 else [(each, None) for each in everyone]
    )
    found = []
    for one, other in pairs:
        rest = [each for each in everyone if each != one] if other is None else [other]
        found.append(_Test(counted.tally([one]), counted.tally(rest), counting.min_count))
    tested = np.concatenate([test.p for test in found])
    corrected = np.split(adjusted(tested), np.cumsum([len(test.p) for test in found])[:-1])
    rows: list[Keyword] = []
    unspread = 0
    for (one, other), test, p_adjusted in zip(pairs, found, corrected, strict=True):
        sides = [(one, other, True)] if other is None else [(one, other, True), (other, one, False)]
        for here, there, forward in sides:
            place = test.key(forward)
            spread = place[test.spread(place, forward, counting.min_cases)]
            unspread += len(place) - len(spread)
            rows += [
                Keyword(
                    group=here,
                    other=there,
                    term=(term := int(test.term[at])),
                    word=terms.names[term],
                    forms=terms.forms[term],
                    here=_uses(test.left if forward else test.right, term),
                    there=_uses(test.right if forward else test.left, term),
                    g2=float(test.g2[at]),
                    log_ratio=abs(float(test.log_ratio[at])),
                    p=float(test.p[at]),
                    p_adjusted=float(p_adjusted[at]),
                )
                for at in spread.tolist()
            ]
    return Keyness(
        variable=variable,
        groups=tuple(
            WordGroup(name, counted.tally([each]).amount) for each, name in enumerate(names)
        ),
        rows=tuple(rows),
        tested=len(tested),
        unspread=unspread,
        without=without,
        stop_words=terms.stop_words,
        counting=counting,
        selection=selection,
        occurrences=Occurrences(corpus, terms, group),
    )


class _Test:
    """The words that stand often enough on two sides together, and how far the sides differ."""

    def __init__(self, left: Tally, right: Tally, min_count: int) -> None:
        self.left, self.right = left, right
        self.term = np.flatnonzero(left.count + right.count >= min_count)
        sides = [
            (tally.count[self.term].astype(np.float64), float(tally.amount.words))
            for tally in (left, right)
        ]
        (count, words), (other, other_words) = sides
        self.g2 = log_likelihood(count, other, words, other_words)
        self.log_ratio = log_ratio(count, other, words, other_words)
        self.p = p_of(self.g2)
        self._more = count * other_words > other * words
        self._less = count * other_words < other * words

    def key(self, forward: bool) -> Integers:
        """The places of the words that the left side uses more, or the right; highest G² first."""
        place = np.flatnonzero(self._more if forward else self._less)
        return place[np.argsort(-self.g2[place], kind="stable")]

    def spread(self, place: Integers, forward: bool, min_cases: int) -> Integers:
        """Which of them enough cases use; where a side has fewer cases, all of these."""
        side = self.left if forward else self.right
        return np.flatnonzero(side.cases[self.term[place]] >= min(min_cases, side.amount.cases))


def _uses(tally: Tally, term: int) -> Uses:
    count, dp = int(tally.count[term]), float(tally.dp[term])
    return Uses(
        count,
        count * 1000 / tally.amount.words,
        int(tally.sources[term]),
        int(tally.cases[term]),
        None if np.isnan(dp) else dp,
    )


def _groups(
    project: Project, variable: str, selection: Selection
) -> tuple[list[str], dict[int, int], tuple[str, ...]]:
    """The values that selected sources have, the index of each source's, and who has none."""
    chosen = selected_sources(project, selection)
    members = {
        value: inside
        for value, found in sources_by_value(project, variable).items()
        if (inside := found if chosen is None else found & chosen)
    }
    none = members.pop(None, set())
    without = tuple(name for name, each in source_ids(project).items() if each in none)
    values = sorted((value for value in members if value is not None), key=in_order)
    group_of = {each: number for number, value in enumerate(values) for each in members[value]}
    return values, group_of, without


def _chosen(
    values: list[str], group_of: dict[int, int], variable: str, value: str, against: str
) -> tuple[list[str | None], dict[int, int]]:
    """The groups to compare, and the index of each source's among them."""
    value, against = one_line(value), one_line(against)
    if against and not value:
        raise InputError(
            "There is a group to compare with, but none to compare.", remedy="Name both."
        )
    for name in filter(None, (value, against)):
        if name not in values:
            raise NotFoundError(
                f"No selected source has {variable} = “{name}”.",
                remedy=suggest_names(name, values),
            )
    if len(values) < 2:
        said = f"All have {variable} = “{values[0]}”" if values else f"None has a {variable}"
        raise InputError(f"{said}; there is nothing to compare.", remedy="Choose more transcripts.")
    if value == against != "":
        raise InputError(f"“{value}” is compared with itself.", remedy="Name another value.")
    if not value:
        if len(values) > MOST_GROUPS:
            raise InputError(
                f"{variable} has {len(values)} values; {MOST_GROUPS} can be compared at once.",
                remedy="Name one of them with --value, or choose some with --where.",
            )
        return list(values), group_of
    one = values.index(value)
    if not against:
        return [values[one], None], {each: int(n != one) for each, n in group_of.items()}
    two = values.index(against)
    pair = {one: 0, two: 1}
    return [values[one], values[two]], {
        each: pair[number] for each, number in group_of.items() if number in pair
    }
