"""The user interface in a browser: reached only from here, by who has the key, and it codes."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from browser import PATIENCE, Browser

from qualcode.errors import InputError
from qualcode.tui.web.server import listen

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


@contextmanager
def served(project_file: Path) -> Iterator[str]:
    """The address at which a project is served."""
    command = [sys.executable, "-m", "qualcode", "serve", str(project_file), "--no-browser"]
    with subprocess.Popen(
        [*command, "--as", "Ida"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        said = process.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, said + process.stdout.read()
        try:
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=PATIENCE)


def coded_by_ida(project_file: Path) -> list[str]:
    connection = sqlite3.connect(project_file)
    found = connection.execute(
        "SELECT substr(text, start + 1, end - start) FROM codings JOIN sources "
        "ON sources.id = source_id JOIN coders ON coders.id = coder_id WHERE coders.name = 'Ida'"
    ).fetchall()
    connection.close()
    return [row[0] for row in found]


def test_only_who_has_the_key_and_comes_from_here_is_answered(project_file):
    async def status(address: str, **headers: str) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.get(address, headers=headers) as answer,
        ):
            return answer.status

    async def ask(address: str) -> None:
        plain = address.partition("?")[0]
        assert urlsplit(address).hostname == "127.0.0.1"
        assert await status(address) == 200
        assert await status(plain) == 403
        assert await status(plain + "?key=wrong") == 403
        assert await status(plain + "ws") == 403
        assert await status(plain + "static/js/textual.js") == 403
        assert await status(address, Host="evil.example") == 403, "a rebound name"
        assert await status(address, Origin="http://evil.example") == 403, "another site"

    with served(project_file) as address:
        asyncio.run(ask(address))


def test_a_taken_port_is_told():
    with listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"Port {port} cannot be used"):
            listen(port)


@pytest.mark.system
def test_a_selection_with_the_mouse_is_coded_in_a_browser(project_file, tmp_path):
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")

    async def code(address: str) -> None:
        async with Browser(CHROMIUM, tmp_path / "profile") as browser:
            await browser.call("Page.navigate", url=address)
            end = monotonic() + PATIENCE
            ready = "document.body.classList.contains('-first-byte')"
            while not await browser.evaluate(ready) and monotonic() < end:
                await asyncio.sleep(0.2)
            size = parse_qs(urlsplit(next(u for u in browser.asked_for if u[:2] == "ws")).query)
            columns, rows = int(size["width"][0]), int(size["height"][0])
            left, top, width, height = await browser.evaluate(
                "(r => [r.left, r.top, r.width, r.height])"
                "(document.querySelector('.xterm-screen').getBoundingClientRect())"
            )

            def cell(column: float, row: float) -> tuple[float, float]:
                return left + (column + 0.5) * width / columns, top + (row + 0.5) * height / rows

            while not coded_by_ida(project_file) and monotonic() < end:
                await asyncio.sleep(1)
                await browser.drag(cell(45, 1), cell(60, 1))
                await asyncio.sleep(0.5)
                await browser.screenshot(tmp_path / "selected.png")
                await browser.press_enter()
                await asyncio.sleep(0.5)
                await browser.press_enter()
                await asyncio.sleep(1)
            host = urlsplit(address).netloc
            assert {urlsplit(one).netloc for one in browser.asked_for} <= {host, ""}

    with served(project_file) as address:
        asyncio.run(code(address))
    [words] = coded_by_ida(project_file)
    assert 10 <= len(words) <= 16
