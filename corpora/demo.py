"""The main job on the example study: what `make demo` runs.

Every step is a command that a researcher could have typed, and is shown as such.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

DEMO = Path("demo")
PROJECT = DEMO / "samordning.qualcode"

STEPS = (
    (
        "A study: codebook, 18 interviews with cases and variables, the codings of two coders",
        f"example samordning {PROJECT}",
    ),
    ("Suggested codings, a batch run over all interviews", f"suggest run {PROJECT}"),
    (
        "Which themes occur on the same words, in the first coder's codings",
        f"report cooccurrence {PROJECT} --coder anne --depth 0 --matrix",
    ),
    (
        "The first coder's excerpts as a Word document",
        f"export word {PROJECT} {DEMO}/samordning.docx --coder anne",
    ),
    (
        "A whole report: text, tables, figures, quotations, and an appendix on method",
        f"report build {PROJECT} corpora/samordning/report.yaml {DEMO}/rapport.docx",
    ),
    (
        "The same as a page, whose numbers open the excerpts that they count",
        f"report build {PROJECT} corpora/samordning/report.yaml {DEMO}/rapport.html",
    ),
    ("Is everything as it should be?", f"check {PROJECT}"),
)


def main() -> None:
    """Build the demo folder anew."""
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    for heading, command in STEPS:
        print(f"\n# {heading}\n$ qualcode {command}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "qualcode", *shlex.split(command)], check=False
        )
        if done.returncode:
            sys.exit(done.returncode)
    qualcode = Path(sys.executable).parent / "qualcode"
    shown = qualcode.relative_to(Path.cwd()) if qualcode.is_relative_to(Path.cwd()) else qualcode
    print(
        f"""
Done. The interviews are constructed: no real person said any of it.

  {PROJECT}   the project
  {DEMO}/samordning.docx       the coded excerpts, for Word or LibreOffice
  {DEMO}/rapport.docx, .html   a whole report, built from corpora/samordning/report.yaml

What to type next:

  {shown} info {PROJECT}
  {shown} find {PROJECT} koordinator
  {shown} suggest list {PROJECT} --code "Ventetid og kø"
  {shown} excerpts {PROJECT} --code "Unødig tung vei" --and "Ventetid og kø"
  {shown} --help
"""
    )


if __name__ == "__main__":
    main()
