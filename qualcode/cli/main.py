"""Start a command, and put every error into words that a user can act on."""

from __future__ import annotations

import sqlite3
import sys
from io import TextIOWrapper
from typing import NoReturn

from qualcode.errors import QualcodeError


def main() -> NoReturn:
    """Run the command in `sys.argv`; exit code 1 for a failure, 2 for a wrong call."""
    debug = "--debug" in sys.argv
    if debug:
        sys.argv.remove("--debug")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that cannot show a letter shows a ?
            stream.reconfigure(errors="replace")
    try:
        from qualcode.cli.app import app

        app(prog_name="qualcode")
    except QualcodeError as error:
        if debug:
            raise
        _fail(str(error))
    except sqlite3.Error as error:
        if debug:
            raise
        _fail(f"The project file gave an error: {error}.\nNothing half-done was stored.")
    except KeyboardInterrupt:
        sys.stderr.write("qualcode: Stopped. Nothing half-done was stored.\n")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of a pipe (head, less) has seen enough; keep Python from complaining at exit.
        sys.stdout = None
        sys.exit(1)
    except Exception as error:
        if debug:
            raise
        _fail(
            f"qualcode met an error it did not expect: {type(error).__name__}: {error}.\n"
            "Nothing half-done was stored. Run the command with --debug and report what it shows."
        )
    sys.exit(0)


def _fail(message: str) -> NoReturn:
    sys.stderr.write(f"qualcode: {message}\n")
    sys.exit(1)
