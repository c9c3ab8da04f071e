"""From nothing to a coding in a real terminal: home, new project, import, code, quit, reopen."""

from __future__ import annotations

import shlex
import sys
from time import sleep

import pytest

from qualcode.project import Project
from qualcode.project.codes import codes
from qualcode.project.codings import codings

pytestmark = pytest.mark.system

FOCUS = 0.5  # seconds; where the focus is cannot be seen on the screen
CODEBOOK = """codes:
- name: Ventetid
  definition: Det som gjelder ventetid.
- name: Penger
  definition: Det som gjelder penger.
"""


def coded(path):
    with Project.open(path, read_only=True) as project:
        names = {code.id: code.name for code in codes(project)}
        return {(names[coding.code_id], coding.coder) for coding in codings(project)}


def test_from_home_to_a_coding_and_back(tmux, tmp_path):
    folder = tmp_path / "intervjuer"
    folder.mkdir()
    (folder / "mor.txt").write_text(
        "Intervjuer: Fikk dere hjelp?\n\nMor: Nei, vi ventet i et år på Bø.\n"
        "\nIntervjuer: Hvor lenge?\n\nMor: Lenge 😔.\n",
        "utf-8",
    )
    (folder / "leder.txt").write_bytes(
        "Intervjuer: Hva må til?\r\nLeder: Penger, ærlig talt.\r\n"
        "Intervjuer: Og så?\r\nLeder: Også tid på øya.\r\n".encode("cp1252")
    )
    (tmp_path / "kodebok.yaml").write_text(CODEBOOK, "utf-8")
    path = tmp_path / "Min studie.qualcode"
    # A folder for what is remembered, so that the list of recent projects is this test's own.
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tour-shown").touch()
    home = (
        f"cd {shlex.quote(str(tmp_path))} && QUALCODE_DATA={shlex.quote(str(tmp_path / 'data'))} "
        f"QUALCODE_CODER=Ida exec {shlex.join([sys.executable, '-m', 'qualcode', 'open'])}"
    )

    tmux.start("sh", "-c", home)
    tmux.wait_for("The first three steps")
    tmux.press("n")
    tmux.wait_for("A new project")
    tmux.press(*"Min", "Space", *"studie")
    tmux.wait_for("studie.qualcode")
    tmux.press("BTab")  # to the last field
    sleep(FOCUS)
    tmux.press(*"kode")
    tmux.wait_for("kodebok.yaml")
    tmux.press("Tab")
    sleep(FOCUS)
    tmux.press("Enter")
    tmux.wait_for("Transcripts to import")
    tmux.wait_for("intervjuer")
    tmux.press("Down")
    tmux.press("Down")
    tmux.press("Space")
    tmux.wait_for("Marked: intervjuer")
    tmux.press("F10")
    tmux.wait_for("2 transcripts to import")
    shown = tmux.wait_for("cp1252")
    assert "Hva må til?" in shown
    tmux.press("i")
    tmux.wait_for("Imported 2 transcripts")

    tmux.press("s")
    tmux.wait_for("Enter code")
    tmux.press("Enter")
    tmux.wait_for("Type letters of a code")
    tmux.press(*"penger")
    tmux.wait_for("Det som gjelder penger.")
    tmux.press("Enter")
    tmux.wait_for("1 ■ Penger")
    assert coded(path) == {("Penger", "Ida")}
    tmux.press("u")
    tmux.wait_for("Undid: Coded with Penger")
    assert coded(path) == set()
    tmux.press("r")
    tmux.wait_for("Redid: Coded with Penger")
    tmux.press("q")
    tmux.wait_for_end()
    tmux.end()

    tmux.start("sh", "-c", home)
    shown = tmux.wait_for("Recent projects")
    assert "Min studie" in shown
    assert "Ida" in shown
    tmux.press("Enter")
    tmux.wait_for("1 ■ Penger")
    tmux.press("C-o")
    tmux.wait_for("Recent projects")
    tmux.press("q")
    tmux.wait_for_end()
    assert coded(path) == {("Penger", "Ida")}
