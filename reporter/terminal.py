"""What the commands print: progress while they work, and what they did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.table import Table

if TYPE_CHECKING:
    from reporter.build import Edition, Inputs
    from reporter.disclosure.gate import Passage


class Bar:
    """Progress drawn as one line a stage; on a screen that is no terminal, one plain line a stage."""

    def __init__(self, drawn: RichProgress) -> None:
        self._drawn = drawn
        self._current: TaskID | None = None

    def stage(self, description: str, steps: int = 0) -> None:
        """Finish the stage before and draw a new one."""
        self.finish()
        if not self._drawn.console.is_terminal:
            self._drawn.console.print(description)
        self._current = self._drawn.add_task(description, total=steps or None)

    def step(self) -> None:
        """Advance the stage by one."""
        if self._current is not None:
            self._drawn.advance(self._current)

    def finish(self) -> None:
        """Draw the stage as done."""
        for task in self._drawn.tasks:
            if task.id == self._current:
                total = task.total or 1
                self._drawn.update(task.id, total=total, completed=total)


@contextmanager
def progress_bar(console: Console) -> Iterator[Bar]:
    """A progress display for the time of a block."""
    columns = (
        SpinnerColumn(finished_text="[green]✓[/]"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with RichProgress(*columns, console=console, disable=not console.is_terminal) as drawn:
        bar = Bar(drawn)
        yield bar
        bar.finish()


def describe_edition(console: Console, edition: Edition) -> None:
    """What was built and where."""
    names = edition.files
    briefings = [name for name in names if name.startswith("networks/")]
    table = Table.grid(padding=(0, 2))
    for what, where in (
        ("National publication", "index.html, publication.pdf"),
        (f"{len(briefings) // 2} briefings", "networks/<area code>.html and .pdf"),
        (f"{sum(name.startswith('tables/') for name in names)} data files", "tables/"),
        ("List of all files", "manifest.json"),
    ):
        table.add_row(what, where)
    console.print(f"\n[bold]Built {len(names)} files[/] in {escape(str(edition.folder))}/")
    console.print(table)
    console.print(f"Private record (not for publication): {escape(str(edition.private_folder))}/")
    console.print(f"\nOpen {escape(str(edition.folder / 'index.html'))}")


def describe_inputs(console: Console, inputs: Inputs, passage: Passage) -> None:
    """What the input holds and what a build would withhold, by level and period."""
    cells = passage.released.cells
    years = inputs.counts.table["year"]
    console.print(f"[bold]{escape(inputs.publication.settings.publication.title)}[/]")
    console.print(
        f"No problems: {len(inputs.areas.areas)} areas, {years.min()} to {years.max()}, "
        f"{len(cells)} cells planned."
    )
    table = Table("Indicator", "Level", "Basis", "Period", header_style="bold")
    table.add_column("Cells", justify="right")
    table.add_column("Withheld", justify="right")
    groups = cells.groupby(["indicator", "area_type", "basis", "period"], sort=False)["withheld"]
    for names, withheld in groups:
        if withheld.any():
            labels = [escape(str(name)) for name in names]
            table.add_row(*labels, str(len(withheld)), str(withheld.sum()))
    if table.row_count:
        console.print(f"Withheld under the profile '{inputs.profile.name}':")
        console.print(table)
    else:
        console.print(f"Nothing is withheld under the profile '{inputs.profile.name}'.")


def describe_example(console: Console, folder: Path, files: Sequence[Path]) -> None:
    """What was written and what to do with it."""
    console.print(f"[bold]Wrote {len(files)} files[/] in {escape(str(folder))}/")
    for path in files:
        console.print(f"  {escape(str(path))}")
    console.print("\nPut your own counts and areas in place of the example's, change publication.toml, then:")
    console.print(f"  reporter build {escape(str(folder / 'publication.toml'))}")
