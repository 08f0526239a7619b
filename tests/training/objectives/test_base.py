"""Objectives as forms: their options by name, and values that they refuse."""

import subprocess
import sys

import pytest

from core import plugins
from core.errors import BadRecord, NotFound
from training.objectives.base import PACKAGE, options, with_options
from training.objectives.dpo import DPO


@pytest.mark.parametrize("name", plugins.names(PACKAGE))
def test_every_option_has_a_title_and_its_default_is_allowed(name: str) -> None:
    assert all(option.title and option.says for option in options(name))
    values = {option.name: option.default for option in options(name)}
    assert with_options(name, values) == with_options(name, {})


def test_options_make_the_objective() -> None:
    assert with_options("dpo", {"beta": 0.3}) == DPO(beta=0.3)


def test_an_unknown_option_is_named_with_those_there_are() -> None:
    with pytest.raises(BadRecord, match='"acpo" has no option "betta"; it has: beta, w_out'):
        with_options("acpo", {"betta": 0.1})


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), "0.1", True])
def test_a_value_out_of_range_is_refused(value: float) -> None:
    with pytest.raises(BadRecord, match=r'"beta" of "dpo" must be 0\.001 or more'):
        with_options("dpo", {"beta": value})


def test_an_unknown_objective_is_named() -> None:
    with pytest.raises(NotFound, match='no "ppo"'):
        options("ppo")


def test_a_form_opens_without_torch() -> None:
    script = (
        "import sys\nfrom training.objectives.base import options\n"
        "options('acpo'), options('dpo')\nsys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
