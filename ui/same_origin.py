"""Refuses requests that another site sends through a person's browser."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_READS = {"GET", "HEAD", "OPTIONS"}


class SameOrigin:
    """ASGI middleware against DNS rebinding and cross-site requests.

    Every request must name one of `hosts` ("*": any). A request that may write must, when it
    says where it comes from, come from this very server: a page elsewhere on the web can send
    requests to 127.0.0.1, but it cannot forge `Origin` and `Sec-Fetch-Site`.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = LOOPBACK) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403 with a sentence."""
        if scope["type"] == "http":
            reason = self._refusal(scope["method"], Headers(scope=scope))
            if reason:
                await JSONResponse({"error": reason}, status_code=403)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> str:
        host = headers.get("host", "")
        if "*" not in self.hosts and name_in(host) not in self.hosts:
            return f'This server does not answer under the name "{name_in(host) or host}".'
        if method in _READS:
            return ""
        origin = headers.get("origin")
        if origin is not None and _authority(origin) != host:
            return "This request comes from another site; nothing was written."
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return "This request comes from another site; nothing was written."
        return ""


def name_in(host: str) -> str:
    """The name in a Host header, without its port; empty for what is no name ("[")."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _authority(origin: str) -> str | None:
    """Name and port in an Origin header; None for what is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
