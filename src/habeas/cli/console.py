"""How progress is shown: a live display on a terminal, plain lines elsewhere."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

errors = Console(stderr=True)
output = Console()


class BuildDisplay:
    """Shows the stages of a build on standard error. Use as a context manager."""

    def __init__(self, console: Console = errors) -> None:
        self.console = console
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description:<10}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TextColumn("{task.fields[what]}"),
            TimeElapsedColumn(),
        )
        self.progress = Progress(*columns, console=console, disable=not console.is_terminal)
        self.task = self.progress.add_task("", what="", total=None, visible=False)

    def __enter__(self) -> BuildDisplay:
        self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def stage(self, name: str) -> None:
        """A stage begins; the one before it is done."""
        self.progress.update(self.task, total=1, completed=1, what="")
        self.task = self.progress.add_task(name, what="", total=None)
        if not self.console.is_terminal:
            self.console.print(f"{name} …", highlight=False)

    def step(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Something within the stage has come so far."""
        self.progress.update(self.task, what=what, completed=done, total=total)
