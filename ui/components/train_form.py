"""The form of a training run: what can be chosen, in words, and the settings that it stands for."""

import dataclasses
import inspect
from typing import Annotated, Any, Literal, TypedDict

from pydantic import BaseModel, Field

from core import plugins
from core.errors import Conflict
from core.run import RunConfig
from core.store import Store
from core.workspace import Workspace
from training import objectives
from training.dataset import ACCEPTED, ALL, training_pairs
from training.objectives.base import options
from training.runs import command_of
from ui.components.command_line import place_of
from ui.components.family import spoken

FAMILIES = "core.models"
_MAIN = {  # settings that everybody looks at: what the form calls them, what they do
    "steps": ("Steps", "Updates of the adapter."),
    "learning_rate": ("Learning rate", "Size of each update."),
    "seed": ("Seed", "The same seed and pairs give the same adapter."),
}
_MORE = {
    "lora_rank": ("LoRA rank", "Width of the adapter."),
    "lora_alpha": ("LoRA alpha", "Its scale; twice the rank is usual."),
    "groups_per_step": ("Samples a step", "Groups of pairs in one update."),
    "pairs_per_group": ("Pairs a sample", "Drawn anew for each update; 0: all of them."),
    "warmup_steps": ("Warm-up", "Steps until the full learning rate."),
    "weight_decay": ("Weight decay", "Pull of the adapter towards nothing."),
    "views": ("Views of a clip", "Augmented renderings of each clip; 0: the clip as it is."),
    "evaluate_every": ("Evaluate every", "Steps between two looks at held-out clips; 0: never."),
    "save_every": ("Save every", "Steps between two checkpoints."),
    "threads": ("Threads", "CPU threads that the run may use."),
}
_DEFAULTS: dict[str, Any] = {field.name: field.default for field in dataclasses.fields(RunConfig)}


class FieldOfForm(TypedDict):
    """One input of the form."""

    name: str
    title: str
    says: str
    default: float | int | bool | str
    low: float
    is_whole: bool  # only whole numbers


class ObjectiveOfForm(TypedDict):
    """One objective with its options."""

    name: str
    title: str
    says: str
    options: list[FieldOfForm]


class RunForm(BaseModel):
    """What the page sends of the form."""

    objective: str
    options: dict[str, float | int | bool | str] = {}
    pairs: Literal["accepted", "all"] = "accepted"
    family: str
    checkpoint: Annotated[str, Field(max_length=500)] = ""
    settings: dict[str, float | int] = {}

    def config(self) -> RunConfig:
        """The settings that the form stands for; Conflict names one that it does not have."""
        for name, value in self.settings.items():
            if name not in _MAIN | _MORE:
                raise Conflict(f'A run has no setting "{name}".')
            if isinstance(_DEFAULTS[name], int) and value != int(value):
                raise Conflict(f"{(_MAIN | _MORE)[name][0]} must be a whole number, not {value}.")
        chosen: dict[str, Any] = {
            name: type(_DEFAULTS[name])(value) for name, value in self.settings.items()
        }
        return RunConfig(
            self.family, self.checkpoint, self.objective, self.options, pairs=self.pairs, **chosen
        )


def form_of() -> dict[str, Any]:
    """Everything that can be chosen, with its defaults."""
    return {
        "objectives": [_objective(name) for name in plugins.names(objectives.__name__)],
        "families": [{"name": name, "title": spoken(name)} for name in plugins.names(FAMILIES)],
        "main": [_setting(name, *words) for name, words in _MAIN.items()],
        "more": [_setting(name, *words) for name, words in _MORE.items()],
    }


def asked_of(config: RunConfig) -> dict[str, Any]:
    """What a form with these settings holds: the inverse of `RunForm.config`."""
    return {
        "objective": config.objective,
        "options": dict(config.options),
        "pairs": config.pairs,
        "family": config.family,
        "checkpoint": config.checkpoint,
        "settings": {name: getattr(config, name) for name in _MAIN | _MORE},
    }


def plan_of(workspace: Workspace, form: RunForm) -> dict[str, Any]:
    """What would happen: the command, and the pairs of either choice or why they are too few."""
    config = form.config()
    return {
        "command": command_of(config, **place_of(workspace)),
        "pairs": {
            choice: _fitting(workspace.store, dataclasses.replace(config, pairs=choice))
            for choice in (ACCEPTED, ALL)
        },
    }


def _fitting(store: Store, config: RunConfig) -> dict[str, Any]:
    try:
        return {"count": len(training_pairs(store, config)), "sentence": ""}
    except Conflict as too_few:
        return {"count": 0, "sentence": str(too_few)}


def _objective(name: str) -> ObjectiveOfForm:
    """Its first sentence is what its file says of it."""
    made = plugins.load(objectives.__name__, name, "OBJECTIVE")
    says = (inspect.getdoc(inspect.getmodule(made)) or "").split("\n")[0]
    return {
        "name": name,
        "title": made.__name__,
        "says": says,
        "options": [
            {
                "name": known.name,
                "title": known.title,
                "says": known.says,
                "default": known.default,
                "low": known.low,
                "is_whole": isinstance(known.default, int),
            }
            for known in options(name)
        ],
    }


def _setting(name: str, title: str, says: str) -> FieldOfForm:
    default = _DEFAULTS[name]
    return {
        "name": name,
        "title": title,
        "says": says,
        "default": default,
        "low": 0,
        "is_whole": isinstance(default, int),
    }
