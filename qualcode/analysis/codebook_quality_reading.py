"""The codings of a codebook, read once and looked at for one weakness after another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.accumulation import Booleans
from qualcode.analysis.codebook_quality_drift import Over, drift_of_work, drift_over
from qualcode.analysis.codebook_quality_results import Check, CodeQuality, Finding
from qualcode.analysis.codebook_quality_together import Together, meeting, together
from qualcode.analysis.contingency import Floats
from qualcode.analysis.frequencies import in_order, sources_by_value
from qualcode.analysis.material import Material, coded_words, material
from qualcode.analysis.spans import CodingArrays, Integers, coder_names, coding_arrays
from qualcode.errors import InputError
from qualcode.model import Code
from qualcode.project.codes import CodeFinder, codes, with_descendants
from qualcode.project.selection import Selection

if TYPE_CHECKING:
    from qualcode.project import Project

FEWEST_CODINGS = 3
"""Of the smaller of two codes, for saying that it is always with the other."""

LEVEL = 0.05
"""At which an adjusted p is a finding."""


class Reading:
    """Codings and codebook of a selection, read once, to be looked at from several sides."""

    def __init__(self, project: Project, selection: Selection) -> None:
        all_codes = codes(project)
        if not all_codes:
            raise InputError(
                "The codebook is empty.", remedy="`qualcode codebook import PROJECT FILE` fills it."
            )
        chosen = {code.id for code in all_codes}
        if selection.codes:
            finder = CodeFinder(all_codes)
            chosen = {finder.find(name).id for name in selection.codes}
            chosen = with_descendants(all_codes, chosen) if selection.subtree else chosen
        self._project = project
        self.codes: Sequence[Code] = [code for code in all_codes if code.id in chosen]
        self.arrays: CodingArrays = coding_arrays(project, selection)
        self.material: Material = material(project, selection)
        self.coders = coder_names(project, self.arrays)
        index = {code.id: place for place, code in enumerate(self.codes)}
        lookup = np.zeros(max(code.id for code in all_codes) + 1, dtype=np.int64)
        lookup[list(index)] = list(index.values())
        self.row: Integers = lookup[self.arrays.code]
        words = coded_words(self.material, self.arrays)
        self._words: Integers = words.beyond - words.first
        self.together: Together = together(self.row, words, len(self.codes))
        self._of = [np.flatnonzero(self.row == place) for place in range(len(self.codes))]
        self._related = {
            (one, other)
            for one, code in enumerate(self.codes)
            for other, below in enumerate(self.codes)
            if below.path[: len(code.path)] == code.path
        }
        self._names: dict[int, str] = {
            each["id"]: each["name"] for each in project.rows("SELECT id, name FROM coders")
        }
        self._coded = self._begun(selection)
        coders_of: dict[int, set[int]] = {}
        for coder, source in self._coded:
            coders_of.setdefault(source, set()).add(coder)
        self.double_coded = {each: who for each, who in coders_of.items() if len(who) > 1}

    def _begun(self, selection: Selection) -> dict[tuple[int, int], str]:
        """When each coder began with each source of the material: (coder, source) → moment."""
        rows = self._project.rows(
            "SELECT coder_id, source_id, min(created_at) AS begun FROM codings "
            "JOIN coders ON coders.id = coder_id "
            "WHERE source_id IN (SELECT value FROM json_each(:sources)) "
            "AND (:anybody OR coders.name IN (SELECT value FROM json_each(:coders))) "
            "GROUP BY coder_id, source_id ORDER BY coder_id, source_id",
            {
                "sources": json.dumps(self.material.source.tolist()),
                "anybody": not selection.coders,
                "coders": json.dumps(selection.coders),
            },
        )
        return {(each["coder_id"], each["source_id"]): each["begun"] for each in rows}

    def unused(self) -> list[Finding]:
        """Codes without a coding, themselves and under them; none where nothing is coded at all."""
        if not len(self.arrays):
            return []
        used = {self.codes[place].id for place in np.unique(self.row).tolist()}
        above = {code.id: code.parent_id for code in self.codes}
        for each in list(used):
            parent = above.get(each)
            while parent is not None:
                used.add(parent)
                parent = above.get(parent)
        return [Finding(Check.UNUSED, code, ()) for code in self.codes if code.id not in used]

    def without_definition(self) -> list[Finding]:
        """Codes whose definition is empty."""
        return [
            Finding(Check.NO_DEFINITION, code, self._ids(self._of[place]))
            for place, code in enumerate(self.codes)
            if not code.definition.strip()
        ]

    def always_together(self, overlap: float) -> list[Finding]:
        """Pairs of which the smaller code is nearly always on words of the other, too."""
        words, share = self.together.words, self.together.share
        found = []
        for one, other in zip(*np.nonzero(share >= overlap), strict=True):
            one, other = int(one), int(other)
            larger = (words[other], other) > (words[one], one)
            if not larger or (one, other) in self._related or (other, one) in self._related:
                continue
            if len(self._of[one]) < FEWEST_CODINGS:
                continue
            behind = meeting(self.arrays, self._of[one], self._of[other])
            found.append(
                Finding(
                    Check.TOGETHER,
                    self.codes[one],
                    self._ids(behind),
                    self.codes[other],
                    {
                        "share": float(share[one, other]),
                        "back": float(share[other, one]),
                        "codings": len(behind),
                        "of": len(self._of[one]),
                        "kind": "same" if share[other, one] >= overlap else "within",
                    },
                )
            )
        return found

    def beside_children(self) -> list[Finding]:
        """Codes that are used themselves although codes under them are."""
        found = []
        for place, code in enumerate(self.codes):
            below = [
                other
                for other in range(len(self.codes))
                if other != place and (place, other) in self._related and len(self._of[other])
            ]
            if not below or not len(self._of[place]):
                continue
            under = np.concatenate([self._of[other] for other in below])
            same = meeting(self.arrays, self._of[place], under)
            found.append(
                Finding(
                    Check.BESIDE_CHILDREN,
                    code,
                    self._ids(self._of[place]),
                    None,
                    {"own": len(self._of[place]), "below": len(under), "same": len(same)},
                )
            )
        return found

    def by_one_coder(self) -> list[Finding]:
        """Codes that one coder only uses in sources that others have coded as well."""
        double = np.array(sorted(self.double_coded), dtype=np.int64)
        found = []
        for place, code in enumerate(self.codes):
            inside = self._of[place][np.isin(self.arrays.source[self._of[place]], double)]
            users = np.unique(self.arrays.coder[inside]).tolist()
            if len(users) != 1:
                continue
            where = np.unique(self.arrays.source[inside]).tolist()
            others = set().union(*(self.double_coded[each] for each in where)) - set(users)
            both = sum(users[0] in who for who in self.double_coded.values())
            found.append(
                Finding(
                    Check.ONE_CODER,
                    code,
                    self._ids(inside),
                    None,
                    {
                        "coder": self._names[users[0]],
                        "others": ", ".join(sorted(self._names[each] for each in others)),
                        "codings": len(inside),
                        "sources": len(where),
                        "both": both,
                    },
                )
            )
        return found

    def drifting(self, tested: Sequence[Over], variable: str) -> list[Finding]:
        """Codes whose share differs between halves or values, after correction."""
        ids = {name: each for each, name in self._names.items()}
        found = []
        for over in tested:
            for row in over.rows:
                if row.p_adjusted is None or row.p_adjusted > LEVEL or row.difference is None:
                    continue
                behind = self._of[row.code]
                if over.coder:
                    behind = behind[self.arrays.coder[behind] == ids[over.coder]]
                low, high = row.shares[0], row.shares[-1]
                first, last = over.parts[0], over.parts[-1]
                if len(row.shares) > 2:
                    lowest, highest = np.nanargmin(row.shares), np.nanargmax(row.shares)
                    low, high = row.shares[lowest], row.shares[highest]
                    first, last = over.parts[lowest], over.parts[highest]
                values: dict[str, int | float | str] = {
                    "kind": "work" if over.coder else "over",
                    "coder": over.coder,
                    "variable": variable,
                    "first": first,
                    "last": last,
                    "low": low,
                    "high": high,
                    "p": row.p_adjusted,
                }
                found.append(
                    Finding(Check.DRIFT, self.codes[row.code], self._ids(behind), None, values)
                )
        return found

    def in_one_source(self) -> list[Finding]:
        """Codes all of whose codings are in the same source, of several."""
        if len(self.material.source) < 2:
            return []
        return [
            Finding(Check.ONE_SOURCE, code, self._ids(here), None, {"codings": len(here)})
            for code, here in zip(self.codes, self._of, strict=True)
            if len(np.unique(self.arrays.source[here])) == 1
        ]

    def very_short(self, short: int) -> list[Finding]:
        """Codes whose codings have few words."""
        return [
            Finding(
                Check.SHORT,
                code,
                self._ids(here),
                None,
                {"words": float(np.median(self._words[here])), "codings": len(here)},
            )
            for code, here in zip(self.codes, self._of, strict=True)
            if len(here) and np.median(self._words[here]) <= short
        ]

    def work(self, comparable: str, rounds: int, seed: int) -> list[Over]:
        """The drift over each coder's work, by name."""
        strata = dict.fromkeys(self.material.source.tolist(), 0)
        if comparable:
            members = sources_by_value(self._project, comparable)
            for number, value in enumerate(sorted(members, key=in_order)):
                strata |= dict.fromkeys(members[value], number)
        found = []
        for coder, name in sorted(self._names.items(), key=lambda each: each[1]):
            sources = [source for who, source in self._coded if who == coder]
            if name not in self.coders:
                continue
            found.append(
                drift_of_work(
                    name,
                    np.array(sources, dtype=np.int64),
                    [self._coded[coder, source] for source in sources],
                    np.array([strata[source] for source in sources], dtype=np.int64),
                    self._counts(sources, self.arrays.coder == coder),
                    rounds=rounds,
                    seed=seed,
                )
            )
        return found

    def across(self, variable: str, rounds: int, seed: int) -> Over:
        """The drift over the values of a variable; sources without one are left out."""
        there = set(self.material.source.tolist())
        members = {
            value: inside
            for value, each in sources_by_value(self._project, variable).items()
            if value is not None and (inside := each & there)
        }
        values = sorted(members, key=in_order)
        if not values:
            raise InputError(
                f"No source that counts has a value of {variable}.",
                remedy="`qualcode import PROJECT --variables FILE` brings values in.",
            )
        group_of = {each: number for number, value in enumerate(values) for each in members[value]}
        sources = sorted(group_of)
        case = self.material.case[self.material.position(np.array(sources))]
        own = -np.arange(1, len(sources) + 1)  # a source without a case is a case of its own
        return drift_over(
            values,
            np.array(sources, dtype=np.int64),
            np.array([group_of[each] for each in sources], dtype=np.int64),
            np.where(case > 0, case, own),
            self._counts(sources, np.ones(len(self.arrays), dtype=bool)),
            rounds=rounds,
            seed=seed,
        )

    def rows(self, found: Sequence[Finding]) -> tuple[CodeQuality, ...]:
        """What there is to see of each code."""
        checks: dict[int, list[Check]] = {}
        for finding in found:
            for code in (finding.code, finding.other):
                if code is not None and finding.check not in checks.setdefault(code.id, []):
                    checks[code.id].append(finding.check)
        share = self.together.share
        for one, other in self._related:
            share[one, other] = share[other, one] = np.nan
        return tuple(
            self._row(place, code, share, tuple(checks.get(code.id, ())))
            for place, code in enumerate(self.codes)
        )

    def _row(self, place: int, code: Code, share: Floats, checks: tuple[Check, ...]) -> CodeQuality:
        here = self._of[place]
        source = np.unique(self.arrays.source[here])
        case = self.material.case[self.material.position(source)]
        who = sorted(self._names[each] for each in np.unique(self.arrays.coder[here]).tolist())
        best = None if np.isnan(share[place]).all() else int(np.nanargmax(share[place]))
        if best is not None and not share[place, best]:
            best = None
        return CodeQuality(
            code=code,
            codings=len(here),
            sources=len(source),
            cases=len(np.unique(case[case > 0])),
            coders=tuple(who),
            median_words=float(np.median(self._words[here])) if len(here) else None,
            definition_words=len(code.definition.split()),
            nearest=None if best is None else self.codes[best],
            nearest_share=None if best is None else float(share[place, best]),
            in_nearest=None if best is None else float(share[best, place]),
            checks=checks,
            codings_of=self._ids(here),
        )

    def _ids(self, places: Integers) -> tuple[int, ...]:
        return tuple(self.arrays.coding[places].tolist())

    def _counts(self, sources: Sequence[int], chosen: Booleans) -> Integers:
        """How many of the chosen codings each source has of each code: sources × codes."""
        place = {each: number for number, each in enumerate(sources)}
        size = len(self.codes)
        inside = np.flatnonzero(chosen & np.isin(self.arrays.source, list(sources)))
        at = np.array([place[each] for each in self.arrays.source[inside].tolist()], dtype=np.int64)
        counts = np.bincount(at * size + self.row[inside], minlength=len(sources) * size)
        return counts.reshape(len(sources), size)
