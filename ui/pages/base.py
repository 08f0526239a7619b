"""What a page is: a title, an address and a function that builds it."""

from collections.abc import Callable
from dataclasses import dataclass

from core.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Page:
    """One entry of the menu; a file of this folder offers it as `PAGE`."""

    title: str  # in the top bar and in the browser's tab
    path: str  # its own address: letters, digits, hyphens
    order: int  # place in the menu
    build: Callable[[Workspace], None]  # makes components and wires handlers
    in_menu: bool = True
