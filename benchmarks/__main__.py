"""`make bench`: every benchmark, one line a figure. Exits with 1 if a limit was passed."""

from __future__ import annotations

import sys
from importlib import import_module

MODULES = (
    "cooccurrence",
    "agreement",
    "crosstab",
    "bulk_codings",
    "importing",
    "word_export",
    "suggesting",
    "suggesting_scale",
    "terminal",
)


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    held = True
    for name in sys.argv[1:] or MODULES:
        for result in import_module(f"benchmarks.{name}").measure():
            print(result, flush=True)
            held &= result.held
    sys.exit(not held)


if __name__ == "__main__":
    main()
