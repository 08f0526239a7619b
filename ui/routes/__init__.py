"""The routes of the app, one family a file: each offers router(workspace) -> APIRouter."""
