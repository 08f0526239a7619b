"""What people on other machines may open while there is no sign-in: shared cases, nothing else."""

import re
from ipaddress import IPv6Address, ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.plain_pages import page
from ui.same_origin import LOOPBACK, name_in
from ui.static_files import PREFIX

SENTENCE = (
    "Soundcheck has no sign-in yet, so on other machines only share links open; ask the person who "
    "runs it for one."
)
_OPEN = re.compile(  # a shared case with its media, our scripts and styles, fonts
    rf"/share/[^/]+(/media/[^/]+)?|{re.escape(PREFIX)}/.+|/static/fonts/.+"
)
_READS = {"GET", "HEAD"}
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip")  # a proxy speaks for somebody else


class Outsiders:
    """ASGI middleware: whoever is not on this very machine gets 403 for all but share links.

    A request comes from this machine if it arrives from a loopback address, asks for a loopback
    name, and was not passed on by a proxy.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer with a page of one sentence."""
        if scope["type"] == "http" and not is_inside(scope) and not _is_open(scope):
            refused = page("refused", "This opens on its own machine", 403, sentence=SENTENCE)
            await refused(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_inside(scope: Scope) -> bool:
    """Whether a request comes from this machine."""
    headers = Headers(scope=scope)
    if any(name in headers for name in _PASSED_ON):
        return False
    return _is_loopback(scope.get("client")) and name_in(headers.get("host", "")) in LOOPBACK


def _is_loopback(client: tuple[str, int] | None) -> bool:
    try:
        address = ip_address(client[0] if client else "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def _is_open(scope: Scope) -> bool:
    path = scope["path"]
    is_plain = ".." not in path.split("/")
    return scope["method"] in _READS and is_plain and _OPEN.fullmatch(path) is not None
