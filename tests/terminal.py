"""A real terminal for tests: a tmux server of its own."""

from __future__ import annotations

import os
import shlex
import subprocess
from time import monotonic, sleep

PATIENCE = 30  # seconds for anything to appear


class Tmux:
    """A tmux server of its own, with one window."""

    def __init__(self, socket: str) -> None:
        self._socket = socket

    def call(self, *arguments: str) -> str:
        command = ["tmux", "-f", os.devnull, "-L", self._socket, *arguments]
        # The window has a size of its own, whatever the one around it has.
        environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return done.stdout

    def start(self, *command: str) -> None:
        self.call("new-session", "-d", "-x", "90", "-y", "30", shlex.join(command))
        self.call("set-option", "-g", "remain-on-exit", "on")

    def screen(self) -> str:
        return self.call("capture-pane", "-p")

    def press(self, *keys: str) -> None:
        self.call("send-keys", *keys)

    def wait_for(self, wanted: str) -> str:
        """Wait until something is on the screen; gives the screen."""
        end = monotonic() + PATIENCE
        while wanted not in (shown := self.screen()) and monotonic() < end:
            sleep(0.1)
        assert wanted in shown, f"waited for {wanted!r}:\n{shown}"
        return shown

    def wait_for_end(self) -> None:
        end = monotonic() + PATIENCE
        while self.call("list-panes", "-F", "#{pane_dead}").strip() == "0" and monotonic() < end:
            sleep(0.1)
        assert self.call("list-panes", "-F", "#{pane_dead}").strip() != "0"

    def end(self) -> None:
        self.call("kill-server")
