"""The loop of a run, on transformers' Trainer: reference, policy, the objective's terms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import Sampler, SequentialSampler

import core.models.qwen2_5_omni  # noqa: F401  # first: it makes transformers importable
from core.errors import Conflict
from core.models.base import Input, Model
from core.run import RunConfig
from training.batch import Packed, ShownTurn, View, pack
from training.logprobs import turn_logps
from training.objectives.base import Objective, margin
from training.run_folder import RunFolder
from training.schedule import Sample, Schedule

# isort: split
from transformers import PrinterCallback, Trainer, TrainerCallback, TrainingArguments

LEAST_RATE = 0.1  # of the learning rate, at the end of its cosine
GRADIENT_NORM = 1.0  # at most


@dataclass(frozen=True, slots=True)
class Batch:
    """Packed turns, and which of them each example means by its names."""

    packed: Packed
    names: Mapping[str, Mapping[str, Tensor]]  # by axis, by name: (examples,), numbers of turns
    kinds: Mapping[str, Sequence[str]]  # by axis: the kind of each example's pair


class PairTrainer(Trainer):  # type: ignore[misc]  # transformers carries no types
    """Trains an adapter on preference examples; the reference is the model with it switched off."""

    def __init__(
        self, av_model: Model, objective: Objective, input_of: Callable[[View], Input], **rest: Any
    ) -> None:
        super().__init__(data_collator=self.collate, **rest)
        self.av_model, self.objective, self._input_of = av_model, objective, input_of
        self.model_accepts_loss_kwargs = False  # our loss is a mean already
        self.told: dict[str, float] = {}  # numbers of the present step
        self.remove_callback(PrinterCallback)

    def collate(self, samples: Sequence[Sample]) -> dict[str, Batch]:
        """Samples as turns to score, each different one once."""
        turns: list[ShownTurn] = []
        names: dict[str, dict[str, list[int]]] = {}
        kinds: dict[str, list[str]] = {}
        for sample in samples:
            for example in sample.examples:
                kinds.setdefault(example.axis, []).append(example.kind)
                for name, turn in example.turns.items():
                    places = names.setdefault(example.axis, {}).setdefault(name, [])
                    places.append(len(turns))
                    turns.append(ShownTurn(sample.view(turn.input), turn.prompt, turn.response))
        numbers = {
            axis: {name: torch.tensor(places) for name, places in named.items()}
            for axis, named in names.items()
        }
        return {"batch": Batch(pack(self.av_model, turns, self._input_of), numbers, kinds)}

    def compute_loss(
        self,
        model: Any,
        inputs: Mapping[str, Batch],
        return_outputs: bool = False,
        num_items_in_batch: Any = None,  # noqa: ARG002  # Trainer passes it
    ) -> Any:
        """The objective's terms, each its weight times its mean over the examples: a scalar."""
        batch = inputs["batch"]
        with torch.no_grad(), self.accelerator.unwrap_model(model).disable_adapter():
            reference = turn_logps(self.av_model, batch.packed)
        policy = turn_logps(self.av_model, batch.packed)
        terms: dict[str, list[Tensor]] = {}
        self.told = {"pairs": float(sum(map(len, batch.kinds.values())))}
        for axis, names in batch.names.items():
            now, before, tokens = (
                {name: values[places.to(values.device)] for name, places in names.items()}
                for values in (policy, reference, batch.packed.counts.to(policy.device))
            )
            for term, losses in self.objective.loss(axis, now, before, tokens).items():
                terms.setdefault(term, []).append(losses)
            self._tell_rewards(batch.kinds[axis], margin(now, before).detach())
        means = {term: torch.cat(losses).mean() for term, losses in terms.items()}
        self.told |= {f"term/{term}": mean.item() for term, mean in means.items()}
        weights = self.objective.weights
        loss = torch.stack([weights[term] * mean for term, mean in means.items()]).sum()
        if not torch.isfinite(loss):
            step = self.state.global_step + 1
            raise Conflict(f"The loss of step {step} is no number; lower the learning rate.")
        return (loss, {}) if return_outputs else loss

    def _tell_rewards(self, kinds: Sequence[str], margins: Tensor) -> None:
        """Reward margin and accuracy of each kind of pair: `margin/attribution` and so on."""
        rewards = (self.objective.beta * margins).tolist()
        for kind in dict.fromkeys(kinds):
            own = [reward for reward, of in zip(rewards, kinds, strict=True) if of == kind]
            name = kind.rpartition("/")[2]
            self.told[f"margin/{name}"] = sum(own) / len(own)
            self.told[f"accuracy/{name}"] = sum(reward > 0 for reward in own) / len(own)

    def log(self, logs: dict[str, float], start_time: float | None = None) -> None:
        """Add what the step told to what Trainer logs."""
        super().log({**logs, **(self.told if "loss" in logs else {})}, start_time)

    def floating_point_ops(self, inputs: Any) -> int:  # noqa: ARG002
        """Not counted: Trainer would look for one tensor of ids."""
        return 0

    def _get_train_sampler(self, train_dataset: Any = None) -> Sampler[int]:
        """In order: the schedule has drawn already."""
        return SequentialSampler(train_dataset or self.train_dataset)


def pair_trainer(
    model: Model,
    wrapped: Any,
    objective: Objective,
    schedule: Schedule,
    input_of: Callable[[View], Input],
    run: RunFolder,
    callback: TrainerCallback,
) -> PairTrainer:
    """A trainer that saves into the run's folder."""
    return PairTrainer(
        model,
        objective,
        input_of,
        model=wrapped,
        args=_arguments(run.config, run, next(wrapped.parameters()).device),
        train_dataset=schedule,
        callbacks=[callback],
    )


def _arguments(config: RunConfig, run: RunFolder, device: torch.device) -> TrainingArguments:
    arguments = TrainingArguments(
        output_dir=str(run.folder),
        per_device_train_batch_size=config.groups_per_step,
        max_steps=config.steps,
        learning_rate=config.learning_rate,
        lr_scheduler_type="cosine_with_min_lr",
        lr_scheduler_kwargs={"min_lr_rate": LEAST_RATE},
        warmup_steps=config.warmup_steps,
        weight_decay=config.weight_decay,
        max_grad_norm=GRADIENT_NORM,
        logging_steps=1,
        save_steps=config.save_every,
        save_total_limit=2,
        seed=config.seed,
        use_cpu=device.type == "cpu",
        remove_unused_columns=False,
        label_names=["labels"],
        dataloader_pin_memory=False,
        disable_tqdm=True,
        report_to=[],
    )
    arguments._n_gpu = min(arguments.n_gpu, 1)  # noqa: SLF001  # more would draw more a step
    return arguments
