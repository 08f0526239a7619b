"""What a place where jobs run must be able to do; the run's folder stays the single truth."""

from typing import Protocol

from training.run_folder import RunFolder


class Jobs(Protocol):
    """A place where training runs."""

    title: str  # for menus

    def start(self, run: RunFolder, database: str) -> None:
        """Start the run, or go on from its newest checkpoint; Conflict if it is at work.

        `database` is the store's address, which the process needs to read clips and pairs.
        """
        ...

    def stop_and_keep(self, run: RunFolder, grace_s: float = 60.0) -> None:
        """Ask the run to save and stop, and return at once; Conflict if it is not at work.

        After `grace_s` seconds its process is killed.
        """
        ...

    def discard(self, run: RunFolder) -> None:
        """End the run now and delete what it learned; its settings and numbers stay."""
        ...
