"""Make a tiny-omni from nothing: `python -m training.pretrain --out FOLDER`."""

import argparse
import sys
from pathlib import Path

from training.pretrain import pretrain


def main() -> None:
    """Read the command line, show progress on standard error, print the scores."""
    reader = argparse.ArgumentParser(prog="python -m training.pretrain", description=__doc__)
    reader.add_argument("--out", type=Path, required=True, help="folder for the checkpoint")
    reader.add_argument("--seed", type=int, default=0)
    reader.add_argument("--small", action="store_true", help="four clips, a minute")
    given = reader.parse_args()
    scores = pretrain(given.out, given.seed, small=given.small, progress=_show)
    width = max(map(len, scores))
    sys.stdout.writelines(f"{name:{width}}  {value:6.1%}\n" for name, value in scores.items())


def _show(what: str, done: int, total: int) -> None:
    sys.stderr.write(f"{what}: {done} of {total}\n")


if __name__ == "__main__":
    main()
