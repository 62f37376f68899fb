"""Pages for one person on this machine: who may ask for them, and what is answered to all others.

Bound to the loopback address, so that no other machine reaches it. Every address begins with a random token, which is
printed for whoever started the program: another user of the machine, and a page of another site in the same browser,
cannot know it. A name that another site lets lead here is told by the Host header, and refused. What a request says
names one of a few pages, and never a file.
"""

from __future__ import annotations

import json
import secrets
import socketserver
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol

LARGEST_BODY = 2**16  # bytes of what is posted: a decision has some hundred
_PATIENCE = 10  # seconds that a request may keep its thread waiting
_LOOPBACK = "127.0.0.1"
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True)
class Page:
    """What is answered: a text, of what kind, and which pages may frame it."""

    body: str
    kind: str = "text/html; charset=utf-8"
    framed: str = "'none'"
    status: HTTPStatus = HTTPStatus.OK


def told_as_json(value: Any, status: HTTPStatus = HTTPStatus.OK) -> Page:
    return Page(json.dumps(value), "application/json", status=status)


class Site(Protocol):
    """What is served: pages by name, and what may be posted, by name too."""

    def pages(self) -> Mapping[str, Callable[[], Page]]: ...

    def posts(self) -> Mapping[str, Callable[[bytes], Page]]: ...


class LocalServer(socketserver.ThreadingTCPServer):
    """A site at a random address of this machine; raises an OSError where the port cannot be had."""

    # Else a port that was just in use would be taken for one that is; elsewhere it would let two programs share it.
    allow_reuse_address = sys.platform != "win32"
    daemon_threads = True
    block_on_close = False

    def __init__(self, site: Site, port: int) -> None:
        self.site = site
        self.token = secrets.token_urlsafe(24)
        super().__init__((_LOOPBACK, port), _Handler)
        self.port = int(self.server_address[1])

    @property
    def address(self) -> str:
        """Where the pages are, for the one person who is told."""
        return f"http://{_LOOPBACK}:{self.port}/{self.token}/"

    @property
    def hosts(self) -> set[str]:
        """By which names a browser may have come here."""
        return {f"{_LOOPBACK}:{self.port}", f"localhost:{self.port}"}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of browsers that left before the answer."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    timeout = _PATIENCE
    server: LocalServer
    server_version = "reconcile"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(self._page())

    def do_HEAD(self) -> None:
        self._answer(self._page())

    def do_POST(self) -> None:
        self._answer(self._posted())

    def log_message(self, *_: Any) -> None:
        """Say nothing: the terminal tells what was made, and not what was asked for."""

    def _page(self) -> Page:
        name = self._name()
        if isinstance(name, Page):
            return name
        page = self.server.site.pages().get(name)
        return page() if page else _refused(HTTPStatus.NOT_FOUND, "there is no such page")

    def _posted(self) -> Page:
        name = self._name()
        if isinstance(name, Page):
            return name
        origin, kind = self.headers.get("Origin"), self.headers.get_content_type()
        if (
            origin != f"http://{self.headers['Host']}"
            or self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
        ):
            return _refused(HTTPStatus.FORBIDDEN, "only the page itself may send anything")
        if kind != "application/json" or "Transfer-Encoding" in self.headers:
            return _refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "expected JSON of a stated length")
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            return _refused(HTTPStatus.LENGTH_REQUIRED, "expected JSON of a stated length")
        if len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY:  # Python reads no number of any length
            return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {LARGEST_BODY} bytes")
        post = self.server.site.posts().get(name)
        return post(self.rfile.read(int(length))) if post else _refused(HTTPStatus.NOT_FOUND, "there is no such page")

    def _name(self) -> str | Page:
        """Which page is meant; a refusal of whoever does not know the address, or came by another name."""
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or hosts[0] not in self.server.hosts:
            return _refused(HTTPStatus.FORBIDDEN, "this address is not one of this program")
        parts = self.path.partition("?")[0].split("/")
        if len(parts) != 3 or not secrets.compare_digest(parts[1].encode(), self.server.token.encode()):
            return _refused(HTTPStatus.NOT_FOUND, "the address is the one that the terminal shows, new at each start")
        return parts[2]

    def _answer(self, page: Page) -> None:
        data = page.body.encode("utf-8", "backslashreplace")
        self.send_response(page.status)
        policy = "" if page.kind.startswith("text/html") else "default-src 'none'; "
        told = {
            "Content-Type": page.kind,
            "Content-Length": str(len(data)),
            "Content-Security-Policy": f"{policy}frame-ancestors {page.framed}",
            **_HEADERS,
        }
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def _refused(status: HTTPStatus, why: str) -> Page:
    return Page(f"reconcile: {why}\n", "text/plain; charset=utf-8", status=status)
