"""Who is asking."""

from fastapi import Request


def current_user(request: Request) -> str:
    """Name of the person behind a request.

    On a fresh start on loopback there is one local person and no password. Routes depend on this
    function, Gradio on the same through `auth_dependency`: a sign-in changes only this file.
    """
    return str(request.app.state.user)
