"""The command line: commands hold no rule of the domain, and call what notebooks call too."""

from qualcode.cli.main import main

__all__ = ["main"]
