"""LoRA adapters in a model: put in, taken out of action, told apart by their weights."""

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import nn

import core.models.qwen2_5_omni  # noqa: F401  # first: it makes transformers importable
from core.errors import ModelError
from core.models.base import Model
from core.run import Adapter, RunConfig

# isort: split
from peft import LoraConfig, PeftModel, get_peft_model, get_peft_model_state_dict
from peft.tuners.tuners_utils import BaseTunerLayer

_SMALL_BYTES = 2**26  # a checkpoint's file up to here is known by content, a larger one by its date


def new_adapter(model: Model, config: RunConfig) -> Any:
    """Wrap the model's module with a LoRA adapter that changes nothing yet: a PeftModel.

    The language model's linear layers get it; towers and everything else stay frozen.
    """
    torch.manual_seed(config.seed)
    lora = LoraConfig(
        r=config.lora_rank, lora_alpha=config.lora_alpha, target_modules=model.lora_targets
    )
    with _peft_is_behind():
        return get_peft_model(model.module, lora)


def weights_id(wrapped: Any, name: str = "default") -> str:
    """First 16 hexadecimal digits of the SHA-256 of an adapter's weights as they are in memory."""
    digest = hashlib.sha256()
    for key, value in sorted(get_peft_model_state_dict(wrapped, adapter_name=name).items()):
        digest.update(f"{key} {tuple(value.shape)} ".encode())
        digest.update(value.detach().float().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]


def checkpoint_digest(model: Model) -> str:
    """Sixteen hexadecimal digits that change with the checkpoint.

    A hub id stands for itself; of a folder's large files size and date count, not the content.
    """
    digest = hashlib.sha256(f"{model.family} ".encode())
    folder = Path(model.checkpoint)
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.suffix == ".md" or not file.is_file():
            continue
        known = file.stat()
        digest.update(f"{file.name} {known.st_size} ".encode())
        is_small = known.st_size <= _SMALL_BYTES
        digest.update(file.read_bytes() if is_small else str(known.st_mtime_ns).encode())
    if not folder.is_dir():
        digest.update(model.checkpoint.encode())
    return digest.hexdigest()[:16]


def active_adapter(module: nn.Module) -> str | None:
    """Name of the adapter that takes part when the model computes, read from its layers.

    None if there is none or all are switched off; ModelError if its layers disagree.
    """
    layers = [layer for layer in module.modules() if isinstance(layer, BaseTunerLayer)]
    states = {
        tuple(layer.merged_adapters)
        if layer.merged
        else (() if layer.disable_adapters else tuple(layer.active_adapters))
        for layer in layers
    }
    if not layers or states == {()}:
        return None
    if len(states) > 1 or len(next(iter(states))) > 1:
        raise ModelError(f"The model's layers do not agree which adapter is active: {states}.")
    return str(next(iter(states))[0])


class Adapters:
    """The adapters that lie in one loaded model, by id; base is the model with all switched off."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._wrapped: Any = None
        self._base = checkpoint_digest(model)
        self._loaded: set[str] = set()

    def load(self, adapter: Adapter) -> None:
        """Put an adapter into the model, if it is not there yet; ModelError if it does not fit."""
        if adapter.family != self.model.family:
            raise ModelError(
                f"Adapter {adapter.id} was trained for {adapter.family}, not {self.model.family}."
            )
        if adapter.base and adapter.base != self._base:
            raise ModelError(
                f"Adapter {adapter.id} was trained on another checkpoint than "
                f'"{Path(self.model.checkpoint).name}" is now; train it anew.'
            )
        if adapter.id in self._loaded:
            return
        if not (Path(adapter.path) / "adapter_model.safetensors").is_file():
            raise ModelError(f"The weights of adapter {adapter.id} are gone from {adapter.path}.")
        if self._wrapped is None:
            with _peft_is_behind():
                self._wrapped = PeftModel.from_pretrained(
                    self.model.module, adapter.path, adapter_name=adapter.id
                )
        else:
            self._wrapped.load_adapter(adapter.path, adapter_name=adapter.id)
        self._wrapped.eval()
        if weights_id(self._wrapped, adapter.id) != adapter.id:
            raise ModelError(f"The weights in {adapter.path} are not those of {adapter.id}.")
        self._loaded.add(adapter.id)

    @contextmanager
    def using(self, adapter: Adapter | None) -> Iterator[None]:
        """Let the model compute with this adapter, or as the base model for None."""
        if adapter is not None:
            self.load(adapter)
            self._wrapped.set_adapter(adapter.id, inference_mode=True)
            yield
        elif self._wrapped is None:
            yield
        else:
            with self._wrapped.disable_adapter():
                yield

    def active(self) -> str | None:
        """Id of the active adapter: the hash of the weights that take part right now, or None."""
        name = active_adapter(self.model.module)
        return None if name is None else weights_id(self._wrapped, name)


@contextmanager
def _peft_is_behind() -> Iterator[None]:
    """peft 0.21 asks a model for `is_gradient_checkpointing`, which transformers 5.23 renamed."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "`is_gradient_checkpointing`", FutureWarning)
        yield
