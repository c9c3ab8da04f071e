from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import study

from qualcode.codebook.draft import DraftCode, DraftCodebook
from qualcode.codebook.edit import add_code, edit_code, rename_code
from qualcode.codebook.store import (
    Difference,
    codebook_hash,
    compare,
    current_codebook,
    import_codebook,
    read_codebook,
    write_codebook,
)
from qualcode.codebook.yaml_file import read_yaml
from qualcode.errors import InputError
from qualcode.project import Project, check, history, undo
from qualcode.project.codes import codes
from qualcode.project.codings import codings


def book(*codes: DraftCode, **about: Any) -> DraftCodebook:
    return DraftCodebook(codes, about)


def changed(draft: DraftCodebook, change: Callable[[DraftCode], DraftCode | None]) -> DraftCodebook:
    """The codebook with each code as `change` gives it back; None leaves it out with all below."""

    def walk(codes: tuple[DraftCode, ...]) -> tuple[DraftCode, ...]:
        kept = [new for code in codes if (new := change(code))]
        return tuple(replace(code, children=walk(code.children)) for code in kept)

    return DraftCodebook(walk(draft.codes), draft.about)


def labels(project: Project) -> list[str]:
    return [code.label for code in codes(project)]


def coded(project: Project) -> dict[int, str]:
    """The name of the code that each coding has."""
    names = {code.id: code.name for code in codes(project)}
    return {coding.id: names[coding.code_id] for coding in codings(project)}


def bring_in(project: Project, draft: DraftCodebook) -> Difference:
    """Import, with what holds of every import."""
    before, actions = study.dump(project), len(history(project))
    expected = compare(project, draft)
    assert study.dump(project) == before
    assert import_codebook(project, draft) == expected
    assert len(history(project)) == actions + bool(expected)
    assert not compare(project, draft)
    assert len(study.dump(project)["codings"]) == len(before["codings"])
    assert check(project) == []
    if expected:
        after = study.dump(project)
        undo(project)
        assert study.dump(project) == before
        assert import_codebook(project, draft) == expected
        assert len(study.dump(project)["codes"]) == len(after["codes"])
    return expected


@pytest.mark.parametrize("suffix", [".yaml", ".csv", ".xlsx"])
def test_an_export_is_no_difference(project: Project, tmp_path: Path, suffix: str) -> None:
    edit_code(
        project,
        study.code(project, "Tid"),
        definition=" A\u030apningstid:\r\n- kø \n- venting\u0085slutt\t",
        examples=["ett", "  ", "a\u030a", "ett"],
        indicator_terms=("ventetid",),
        colour="#4477AA",
    )
    add_code(project, " Tillit\n og \u00a0a\u030apenhet")
    path = tmp_path / f"bok{suffix}"
    write_codebook(current_codebook(project), path)
    assert bring_in(project, read_codebook(path)) == Difference()


def test_an_export_makes_the_same_codebook_elsewhere(
    project: Project, empty_project: Project
) -> None:
    draft = current_codebook(project)
    assert bring_in(empty_project, draft).added == tuple(labels(project))
    copied = current_codebook(empty_project)
    assert copied == draft
    assert codebook_hash(empty_project) == codebook_hash(project)


def test_the_fingerprint_follows_every_field(project: Project) -> None:
    seen = {codebook_hash(project)}
    tid = study.code(project, "Tid")
    for fields in ({"definition": "x"}, {"examples": ["x"]}, {"indicator_terms": ["x"]}):
        edit_code(project, tid, **fields)
        seen.add(codebook_hash(project))
    rename_code(project, tid, "Kapasitet")
    assert len({*seen, codebook_hash(project)}) == 5


def test_a_rename_is_known_by_its_guid(project: Project) -> None:
    before = coded(project)
    draft = changed(
        current_codebook(project),
        lambda code: replace(code, name="Kapasitet") if code.name == "Tid" else code,
    )
    difference = bring_in(project, draft)
    assert difference == Difference(
        moved=(("Ressursbarrierer > Tid", "Ressursbarrierer > Kapasitet"),)
    )
    assert coded(project) == {
        coding: "Kapasitet" if name == "Tid" else name for coding, name in before.items()
    }


def test_two_codes_swap_names(project: Project) -> None:
    before = coded(project)
    swapped = {"Tid": "Økonomi", "Økonomi": "Tid", "Penger": "Stillinger", "Stillinger": "Penger"}
    draft = changed(
        current_codebook(project),
        lambda code: replace(code, name=swapped.get(code.name, code.name)),
    )
    bring_in(project, draft)
    assert coded(project) == {coding: swapped.get(name, name) for coding, name in before.items()}
    assert labels(project)[1:5] == [
        "Ressursbarrierer > Tid",
        "Ressursbarrierer > Tid > Stillinger",
        "Ressursbarrierer > Tid > Penger",
        "Ressursbarrierer > Økonomi",
    ]


def test_a_parent_and_its_child_change_places(project: Project) -> None:
    before = coded(project)
    draft = changed(current_codebook(project), lambda code: code)
    barriers, *rest = draft.codes
    economy, time = barriers.children
    turned = replace(economy, children=(replace(barriers, children=(time,)), *economy.children))
    difference = bring_in(project, book(turned, *rest))
    assert ("Ressursbarrierer", "Økonomi > Ressursbarrierer") in difference.moved
    assert "Økonomi > Ressursbarrierer > Tid" in labels(project)
    assert coded(project) == before


def test_a_move_is_known_by_a_name_that_only_one_code_has(project: Project) -> None:
    before = coded(project)
    draft = read_yaml(
        "codes:\n"
        "  - name: samordning\n"
        "    codes:\n"
        "      - {name: TID, definition: Ny}\n"
        "      - name: Rutiner\n",
        "bok.yaml",
    )
    difference = bring_in(project, draft)
    assert difference.added == ()
    assert difference.moved == (
        ("Samordning", "samordning"),
        ("Ressursbarrierer > Tid", "samordning > TID"),
        ("Samordning > Rutiner", "samordning > Rutiner"),
    )
    assert difference.changed == (
        ("samordning", ("definition",)),
        ("samordning > TID", ("definition",)),
        ("samordning > Rutiner", ("definition",)),
    )
    assert difference.reordered
    assert len(difference.missing) == 6
    renamed = {"Tid": "TID", "Samordning": "samordning"}
    assert coded(project) == {key: renamed.get(name, name) for key, name in before.items()}
    assert "Ressursbarrierer > Økonomi > Penger" in labels(project)


def test_a_name_that_several_codes_have_is_not_guessed(project: Project) -> None:
    add_code(project, "Tid", parent=study.code(project, "Samordning"))
    difference = bring_in(project, book(DraftCode("Tid", 1, "x")))
    assert difference.added == ("Tid",)
    assert {"Ressursbarrierer > Tid", "Samordning > Tid", "Tid"} <= set(labels(project))


def test_missing_codes_are_kept(project: Project) -> None:
    before, names = coded(project), set(labels(project))
    draft = changed(
        current_codebook(project), lambda code: None if code.name == "Samordning" else code
    )
    difference = bring_in(project, draft)
    assert difference == Difference(
        missing=("Samordning", "Samordning > Rutiner", "Samordning > Tverrfaglige team")
    )
    assert coded(project) == before
    assert set(labels(project)) == names
    assert not difference


def test_fields_order_and_the_codebooks_own_fields(project: Project) -> None:
    draft = current_codebook(project)
    tid = replace(draft.codes[0].children[1], colour="#112233", extra={"kilde": [1, {"å": None}]})
    first = replace(draft.codes[0], children=(tid, draft.codes[0].children[0]))
    difference = bring_in(project, book(first, *draft.codes[1:], version=2, navn="Nullpunkt"))
    assert difference == Difference(
        changed=(("Ressursbarrierer > Tid", ("colour", "extra")),),
        about=("version", "navn"),
        reordered=True,
    )
    assert labels(project)[1] == "Ressursbarrierer > Tid"
    assert current_codebook(project).about == {"version": 2, "navn": "Nullpunkt"}
    # A table has no fields of its own, and takes none away.
    assert bring_in(project, book(*current_codebook(project).codes)) == Difference()
    assert current_codebook(project).about == {"version": 2, "navn": "Nullpunkt"}
    assert bring_in(project, book(*current_codebook(project).codes, version=3)).about == (
        "version",
        "navn",
    )


def test_a_new_code_with_the_name_of_one_that_is_kept(project: Project) -> None:
    """Tid is not in the file, and Økonomi takes its name."""
    draft = changed(
        current_codebook(project),
        lambda code: (
            None
            if code.name == "Tid"
            else replace(code, name="tid")
            if code.name == "Økonomi"
            else code
        ),
    )
    before = study.dump(project)
    with pytest.raises(InputError, match="has a code “Ressursbarrierer > Tid” that the file"):
        import_codebook(project, draft)
    assert study.dump(project) == before


def test_a_renamed_code_and_a_new_one_with_its_old_name(project: Project) -> None:
    before = coded(project)

    def change(code: DraftCode) -> DraftCode:
        if code.name != "Ressursbarrierer":
            return code
        economy, time = code.children
        new = DraftCode("Tid", 0, "En annen tid.")
        return replace(code, children=(economy, replace(time, name="Kapasitet"), new))

    difference = bring_in(project, changed(current_codebook(project), change))
    assert difference.added == ("Ressursbarrierer > Tid",)
    assert difference.moved == (("Ressursbarrierer > Tid", "Ressursbarrierer > Kapasitet"),)
    assert set(coded(project).values()) == {
        "Kapasitet" if name == "Tid" else name for name in before.values()
    }
