"""The commands of annotation: bring clips in, build pairs."""

from pathlib import Path
from typing import Annotated

import typer

from core.console import (
    WORKSPACE,
    DatabaseOption,
    WorkspaceOption,
    console,
    named_values,
    open_workspace,
    progress_bar,
    shown,
)

app = typer.Typer(rich_markup_mode=None)
pairs_app = typer.Typer(help="Preference pairs: build them.", rich_markup_mode=None)
app.add_typer(pairs_app, name="pairs")


@app.command("import")
def import_clips(
    folder: Annotated[Path, typer.Argument(help="Folder with videos, or with a manifest.jsonl.")],
    workspace: WorkspaceOption = WORKSPACE,
    database: DatabaseOption = "",
    report: Annotated[Path | None, typer.Option(help="Write what was done to this file.")] = None,
) -> None:
    """Bring clips in. Example: python app.py import my-clips --report report.json"""
    from annotation.ingest import import_folder

    opened = open_workspace(workspace, database)
    with progress_bar() as progress:
        done = import_folder(opened, folder, shown(progress, "Importing"))
    for refusal in done.refused:
        console.print(f"Refused {refusal.file}: {refusal.reason}", markup=False, soft_wrap=True)
    console.print(
        f"{len(done.imported)} imported, {len(done.already)} already there, "
        f"{len(done.refused)} refused."
    )
    if report is not None:
        report.write_text(done.to_json())


@pairs_app.command("build")
def build(
    recipe: Annotated[str, typer.Option(help="Name of a file in annotation/recipes.")] = "acpo",
    option: Annotated[list[str], typer.Option(help="The recipe's field, NAME=VALUE.")] = [],
    workspace: WorkspaceOption = WORKSPACE,
    database: DatabaseOption = "",
) -> None:
    """Build preference pairs. Example: python app.py pairs build --recipe acpo"""
    from annotation.build import build_pairs

    opened = open_workspace(workspace, database)
    with progress_bar() as progress:
        done = build_pairs(opened, recipe, named_values(option), shown(progress, "Building pairs"))
    console.print(f"{done.built} pairs built, {done.already} already there.")
