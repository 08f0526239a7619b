"""The FastAPI app: own routes for media and verdicts, and Gradio's pages mounted in it."""

import socket
import warnings
import webbrowser
from collections.abc import Sequence

import gradio as gr
import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse

from core.errors import Conflict, Forbidden, NotFound, UserError
from core.plugins import load, names
from core.workspace import Workspace
from ui import static_files
from ui.outsiders import Outsiders
from ui.person import asker
from ui.same_origin import LOOPBACK, SameOrigin
from ui.shell import build_shell, head
from ui.theme import theme

_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # all addresses, and their loopback
_WARNING = (
    "There is no sign-in yet: on other machines only share links open; everything else opens on "
    "this machine alone."
)
_STATUS: dict[type[Exception], int] = {NotFound: 404, Conflict: 409, Forbidden: 403}


def create_app(
    workspace: Workspace, user: str | None = "you", hosts: Sequence[str] = LOOPBACK
) -> FastAPI:
    """The whole app over one workspace, for one local person; None: for nobody, all is 401.

    `hosts` are the names under which the server answers; "*" stands for any, and then only share
    links open from other machines.
    """
    app = FastAPI(title="Soundcheck", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.user = user
    app.add_middleware(SameOrigin, hosts=hosts)
    if "*" in hosts:
        app.add_middleware(Outsiders)
    app.add_exception_handler(UserError, _sentence)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _refused)
    static_files.mount(app)
    for name in names("ui.routes"):
        app.include_router(load("ui.routes", name, "router")(workspace))
    app.add_api_route("/", lambda: RedirectResponse("/verify"), include_in_schema=False)
    _mount_pages(app, build_shell(workspace, user or ""))
    return app


def _mount_pages(app: FastAPI, blocks: gr.Blocks) -> None:
    """Gradio at the root, behind our own routes, without its menus, records and calls home."""
    blocks.queue(default_concurrency_limit=8)
    with warnings.catch_warnings():  # it warns of several pages even where SSR is switched off
        warnings.filterwarnings("ignore", "SSR mode is not supported")
        gr.mount_gradio_app(
            app,
            blocks,
            path="/",
            theme=theme(),
            head=head(),
            auth_dependency=asker(app),
            footer_links=[],
            run_history=False,
            enable_monitoring=False,
            ssr_mode=False,
        )


def run(
    workspace: Workspace, host: str = "127.0.0.1", port: int = 7860, open_browser: bool = True
) -> None:
    """Serve until the process is told to end; port 0 takes any free one."""
    listening = [_listen(host, port)]
    port = listening[0].getsockname()[1]
    if host not in (*LOOPBACK, *_ANY):  # one address of this machine: itself comes by loopback
        listening.append(_listen("127.0.0.1", port))
    address = address_of(host, port)
    print(f"Soundcheck opens at {address} (end it with Ctrl+C).", flush=True)  # noqa: T201
    if host not in LOOPBACK:
        print(_WARNING, flush=True)  # noqa: T201
    if open_browser:
        webbrowser.open(address)  # the socket listens already: the browser waits for the app
    app = create_app(workspace, hosts=LOOPBACK if host in LOOPBACK else ("*",))
    config = uvicorn.Config(app, log_level="warning", ws="none", proxy_headers=False)
    uvicorn.Server(config).run(sockets=listening)


def address_of(host: str, port: int) -> str:
    """Where a person on this machine opens the app that listens on `host`."""
    name = host if host in LOOPBACK else _ANY.get(host, "127.0.0.1")
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # the protocol is named because asyncio sends small answers at once only where it sees TCP
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise Conflict(
            f"Port {port} of {host} cannot be used ({error.strerror}); "
            "choose another one with --port, or any free one with --port 0."
        ) from error
    listening.listen(128)
    return listening


def _sentence(_request: Request, error: Exception) -> JSONResponse:
    """A person's mistake as JSON: its sentence, and the status of its class."""
    return JSONResponse({"error": str(error)}, status_code=_STATUS.get(type(error), 400))


def _refused(_request: Request, error: Exception) -> JSONResponse:
    """A refusal of the server's own in the same form: nobody signed in, no such address."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    said = error.detail if isinstance(error, HTTPException) else str(error)
    return JSONResponse({"error": said}, status_code=status)


def _bad_request(_request: Request, error: Exception) -> JSONResponse:
    """A request whose form is wrong, named field by field."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    said = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in found)
    return JSONResponse({"error": f"The request cannot be read: {said}."}, status_code=400)
