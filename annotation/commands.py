"""The commands of annotation: bring clips in, build pairs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.console import (
    WORKSPACE,
    DatabaseOption,
    WorkspaceOption,
    check_target,
    console,
    named_values,
    open_workspace,
    progress_bar,
    shown,
)

if TYPE_CHECKING:
    from annotation.build import Skipped

MOST_NAMES = 5  # of clips in one line

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

    check_target(report)
    opened = open_workspace(workspace, database)
    with progress_bar() as progress:
        done = import_folder(opened, folder, shown(progress, "Importing"))
    for remark in done.remarks:
        _say(f"{remark.file}: {remark.text}")
    for refusal in done.refused:
        _say(f"Refused {refusal.file}: {refusal.reason}")
    further = f" ({len(done.extended)} described further)" if done.extended else ""
    _say(
        f"{len(done.imported)} imported, {len(done.already)} already there{further}, "
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
    for reason, clips in _by_reason(done.skipped).items():
        more = f" and {len(clips) - MOST_NAMES} more" if len(clips) > MOST_NAMES else ""
        _say(f"Skipped {len(clips)}: {reason} ({', '.join(clips[:MOST_NAMES])}{more}).")
    _say(f"{done.built} pairs built, {done.already} already there.")


def _by_reason(skipped: Sequence["Skipped"]) -> dict[str, list[str]]:
    """Names of the clips that gave no pairs, by the reason."""
    found: dict[str, list[str]] = {}
    for each in skipped:
        found.setdefault(each.reason, []).append(each.clip)
    return found


def _say(sentence: str) -> None:
    """On standard error, as it is: a file's name may look like markup."""
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)
