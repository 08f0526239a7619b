"""Who is asking."""

from collections.abc import Callable

from fastapi import FastAPI, HTTPException, Request


def current_user(request: Request) -> str:
    """Name of the person behind a request; 401 for nobody.

    On a fresh start on loopback there is one local person and no password. Routes depend on this
    function, Gradio on `asker` of the same app: a sign-in changes only this file.
    """
    user = _user_of(request.app)
    if user is None:
        raise HTTPException(401, "Sign in first.")
    return user


def asker(app: FastAPI) -> Callable[[Request], str | None]:
    """The same for Gradio's `auth_dependency`, which takes None for nobody.

    Inside of Gradio a request names Gradio's own app, which knows no person: hence the closure.
    """
    return lambda _request: _user_of(app)


def _user_of(app: FastAPI) -> str | None:
    user: str | None = app.state.user
    return user
