"""Serves the user interface to browsers of this machine, through textual-serve.

Only the loopback address is listened on, nothing is fetched from elsewhere, and the informants'
words go to nobody who merely knows the port: neither to other users of the machine, who lack the
key in the address, nor to web sites that the browser has open, whose requests name another host
or origin.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from qualcode.errors import InputError
from qualcode.tui.i18n import _

HOST = "127.0.0.1"
_COOKIE = "qualcode-key"
_POLICY = (
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self' ws://{host}; frame-ancestors 'none'"
)

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class LocalServer(Server):
    """textual-serve's server with a page of its own (`app_index.html`) and a guard."""

    def __init__(self, command: str, *, port: int, title: str) -> None:
        super().__init__(
            command, host=HOST, port=port, title=title, templates_path=Path(__file__).parent
        )
        self._host = f"{HOST}:{port}"
        self._key = secrets.token_urlsafe(24)

    @property
    def address(self) -> str:
        """What the user opens in the browser."""
        return f"{self.public_url}/?key={self._key}"

    async def application(self) -> web.Application:
        """The web application."""
        made = await self._make_app()
        made.middlewares.append(self._guard)
        aiohttp_jinja2.get_env(made).globals.update(
            closed=_("qualcode was closed. Everything is on disk."), again=_("Open it again")
        )
        return made

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the command does."""

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Answer only those who have the key, and no page of another site."""
        origin = request.headers.get("Origin", self.public_url)
        given = request.query.get("key") or request.cookies.get(_COOKIE, "")
        if (
            request.host != self._host
            or origin != self.public_url
            or not secrets.compare_digest(given.encode(), self._key.encode())
        ):
            raise web.HTTPForbidden(text="Open the address that `qualcode serve` has shown.")
        response = await handler(request)
        if not response.prepared:
            response.set_cookie(_COOKIE, self._key, httponly=True, samesite="Strict")
            response.headers["Content-Security-Policy"] = _POLICY.format(host=self._host)
            response.headers["Referrer-Policy"] = "no-referrer"
        return response


def listen(port: int) -> socket.socket:
    """A socket on the loopback address; port 0 takes any that is free.

    Raises `InputError` if the port is taken.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise InputError(
            f"Port {port} cannot be used: {error.strerror or error}.",
            remedy="Leave out --port, and one that is free is taken.",
        ) from error
    return listening


def serve(command: str, *, title: str, port: int = 0, on_ready: Callable[[str], None]) -> None:
    """Serve what a shell command runs, until interrupted; `on_ready` gets the address."""
    listening = listen(port)
    server = LocalServer(command, port=listening.getsockname()[1], title=title)
    on_ready(server.address)
    web.run_app(server.application(), sock=listening, print=None, access_log=None)
