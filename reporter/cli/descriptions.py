"""The printed output of the commands: progress while they work, and their results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.table import Column, Table

from reporter.machine.printed_table import number_column, printed_table
from reporter.publication.paths import AREA_PAGES, NETWORK_PAGES
from reporter.publication.periods import ends_of, label_of, years_in_words
from reporter.report.pdf.hooks import why_off
from reporter.verification.page_text import is_english
from reporter.verification.verdicts import not_checked_sentence

if TYPE_CHECKING:
    import pandas as pd

    from reporter.counts.quality import DataQuality, LateRegistrations
    from reporter.disclosure.gate import GateResult
    from reporter.disclosure.plan import PublishingPlan
    from reporter.pipeline.build import Edition, Inputs
    from reporter.publication.areas import Areas

MOST_NAMED = 3
"""How many areas a line names before it counts the others."""


class Bar:
    """Progress as one animated line a stage; where the console is no terminal, one plain line a stage."""

    def __init__(self, drawn: RichProgress) -> None:
        self._drawn = drawn
        self._current: TaskID | None = None

    def stage(self, description: str, steps: int = 0) -> None:
        """Finish the current stage and show a new one."""
        self.finish()
        if not self._drawn.console.is_terminal:
            self._drawn.console.print(description)
        self._current = self._drawn.add_task(description, total=steps or None)

    def step(self) -> None:
        """Advance the stage by one step."""
        if self._current is not None:
            self._drawn.advance(self._current)

    def finish(self) -> None:
        """Show the stage as done."""
        for task in self._drawn.tasks:
            if task.id == self._current:
                total = task.total or 1
                self._drawn.update(task.id, total=total, completed=total)


@contextmanager
def progress_bar(console: Console) -> Iterator[Bar]:
    """A progress display for the duration of a block."""
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


def describe_slow_pdfs(console: Console) -> None:
    """One line where PDFs are made without the hooks into WeasyPrint; nothing where they are made with them.

    Raises:
        InputError: the environment variable that turns the hooks off has another value than it may have.
    """
    if reason := why_off():
        console.print(f"PDFs will be the same but take longer: {escape(reason)}.")


def describe_edition(console: Console, edition: Edition) -> None:
    """Print the files of a finished edition and where they are."""
    names = edition.files
    briefings = [name for name in names if name.startswith(NETWORK_PAGES)]
    areas = [name for name in names if name.startswith(AREA_PAGES)]
    table = Table.grid(padding=(0, 2))
    for what, where in (
        ("National publication", "index.html, publication.pdf"),
        (f"{len(briefings) // 2} briefings", f"{NETWORK_PAGES}<area code>.html and .pdf"),
        *([(f"{len(areas)} pages of other areas", f"{AREA_PAGES}<area code>.html")] if areas else ()),
        (f"{sum(name.startswith('tables/') for name in names)} data files", "tables/"),
        ("List of all files", "manifest.json"),
    ):
        table.add_row(what, where)
    console.print(f"\n[bold]Built {len(names)} files[/] in {escape(str(edition.folder))}/")
    console.print(table)
    for line in _protection(edition.disclosure):
        console.print(line)
    console.print(f"Private record (not for publication): {escape(str(edition.private_folder))}/")
    if edition.status == "pre-release":
        console.print("[bold]PRE-RELEASE[/]: every page says so; build again after the release time.")
    for place in edition.superseded.kept.values():
        console.print(f"Superseded edition, kept: {escape(str(place))}/")
    for place in edition.superseded.missing:
        console.print(f"No superseded edition in {escape(str(place))}/: the correction notice links none.")
    if not is_english(edition.language):
        console.print(f"[bold]{escape(not_checked_sentence([edition.language]))}[/]")
    console.print(f"\nOpen {escape(str(edition.folder / 'index.html'))}")


def describe_unchanged(console: Console, folder: Path) -> None:
    """Print that nothing had to be built."""
    console.print(f"Nothing has changed since {escape(str(folder))}/ was built.")
    console.print(f"\nOpen {escape(str(folder / 'index.html'))}")


def describe_inputs(console: Console, inputs: Inputs, gate_result: GateResult) -> None:
    """Print the size of the input, and the withheld cells by level and period."""
    parts = (gate_result.released.cells, gate_result.released.by_category)
    years = inputs.counts.table["year"]
    console.print(f"[bold]{escape(inputs.publication.settings.publication.title)}[/]")
    console.print(
        f"No problems: {len(inputs.areas.areas)} areas, {_from_to(years)}, "
        f"{sum(map(len, parts)):,} cells planned."
    )
    table = _table("Indicator", "Level", "Basis", "Period", numbers=("Cells", "Withheld"))
    for cells in parts:
        groups = cells.groupby(["indicator", "area_type", "basis", "period"], sort=False)["withheld"]
        for names, withheld in groups:
            if withheld.any():
                labels = [escape(str(name)) for name in names]
                table.add_row(*labels, str(len(withheld)), str(withheld.sum()))
    if table.row_count:
        console.print(f"Withheld under the profile '{inputs.profile.name}':")
        console.print(table)
    else:
        console.print(f"No numerator is withheld under the profile '{inputs.profile.name}'.")
    for line in _protection(gate_result.record):
        console.print(line)


def _from_to(numbers: pd.Series[int]) -> str:
    """The first and the last period of counts, such as '2013 to 2022'; of windows their ends."""
    ends = [ends_of(int(number)) for number in numbers.unique()]
    return f"{label_of(min(first for first, _ in ends))} to {label_of(max(last for _, last in ends))}"


def _protection(record: Mapping[str, Any]) -> Iterator[str]:
    """Sentences on the withheld counts, their cost and its lower bound, and on small differences."""
    if "cost" in record:
        before = len(record["withheld_before"])
        first, further = len(record["primary"]) - before, len(record["secondary"])
        earlier = f", {before:,} because an earlier edition or the source withheld them" if before else ""
        cost, bound = record["cost"], record["lower_bound"]
        yield (
            f"Not for publication: {first:,} counts are withheld by size{earlier}, {further:,} more so that "
            f"these cannot be worked out. Their cost by {record['minimised']} is {cost:,.0f}; "
            f"no choice costs less than {bound:,.0f} (gap {record['gap']:.0%})."
        )
    if differences := record["differences"]:
        named = "; ".join(differences[:MOST_NAMED])
        more = f" and {len(differences) - MOST_NAMED} more" if len(differences) > MOST_NAMED else ""
        what = "subtraction gives small counts that no table shows"
        yield escape(f"Not for publication: {what}: {named}{more}.")


def describe_quality(console: Console, quality: DataQuality, areas: Areas) -> None:
    """Print data quality: completeness, bases, late registrations, plausibility; not for publication."""
    console.print("\n[bold]Data quality[/] (not for publication)")
    table = _table("Basis", "Level", "Years", numbers=("Areas", "With counts"))
    table.add_column("Without counts")
    for part in quality.completeness:
        names = ", ".join(f"{areas[code].name} ({code})" for code in part.absent[:MOST_NAMED])
        more = len(part.absent) - MOST_NAMED
        without = f"{names} and {more} more" if more > 0 else names
        cells = (part.basis, part.area_type, years_in_words(part.years), without)
        basis, level, years, without = map(escape, cells)
        table.add_row(basis, level, years, str(part.areas), str(part.areas - len(part.absent)), without)
    console.print(table)
    for line in _quality_lines(quality):
        console.print(f"- {escape(line)}")


def _quality_lines(quality: DataQuality) -> Iterator[str]:
    bases = "; ".join(f"{each.basis} {years_in_words(each.years)}" for each in quality.series)
    if len(quality.series) > 1:
        yield f"{len(quality.series)} bases, and no trend crosses from one to another: {bases}."
    else:
        yield f"One basis: {bases}."
    if quality.missing:
        yield f"No counts on any basis: {years_in_words(quality.missing)}."
    for year in quality.both_bases:
        share = f" ({year.difference:+.1%})" if year.difference is not None else ""
        events = f"{year.registered:,} events registered, {year.occurring:,} occurring{share}"
        yield f"{label_of(year.year)}: {events}."
    if quality.late is not None:
        yield _late(quality.late)
    if quality.abolished:
        named = "; ".join(
            f"{each.code} ({each.name}, {each.day}, now {each.successor_code} {each.successor_name})"
            for each in quality.abolished[:MOST_NAMED]
        )
        more = len(quality.abolished) - MOST_NAMED
        others = f"; and {more} more" if more > 0 else ""
        yield f"Area codes abolished before the release, without valid_to in the areas file: {named}{others}."
    marked = quality.acknowledged
    yield f"{quality.looked_at:,} counts examined for plausibility; {marked} acknowledged by the producer."


def _late(late: LateRegistrations) -> str:
    shares = [f"{number / sum(late.lags):.1%}" for number in late.lags]
    when = ("in the year of death", "a year later", "two years later", "three or more years later")
    told = ", ".join(f"{share} {words}" for share, words in zip(shares, when, strict=True))
    told = f"Of {sum(late.lags):,} deaths registered: {told}."
    if late.year is None or late.missing is None:
        return f"{told} Give --extracted to the import to see how many are still to come."
    least, most = late.missing
    missing = f"at least {least:.1%} to {most:.1%} are still to be registered"
    return f"{told} Of those of {label_of(late.year)}, {missing}."


def describe_plan(console: Console, inputs: Inputs, plan: PublishingPlan) -> None:
    """Print the information loss of each way of publishing, the least pooling, and areas of other sizes."""
    console.print("[bold]Not for publication:[/] computed from counts that are not released.\n")
    step = inputs.publication.step_name
    steps = f"{step.capitalize()}s"
    table = _table(
        "Indicator",
        "Level",
        "By",
        numbers=(steps, "Cells", "Withheld", "No rate", "Protected", "Unreliable"),
    )
    for loss in plan.losses:
        labels = [escape(text) for text in (loss.indicator, loss.area_type, loss.breakdown)]
        shares = [f"{part:.0%}" for part in (loss.withheld, loss.no_rate, loss.unreliable)]
        shares[1] += _between(*loss.no_rate_of)
        shares.insert(2, "" if loss.protected is None else f"{loss.protected:.0%}")
        table.add_row(*labels, str(loss.years), str(loss.cells), *shares)
    console.print(
        "Shares of cells, least lost first: count withheld by its size; no rate (from period to period); "
        "no rate, with all withheld that gives a count away; rate unreliable"
    )
    console.print(table)
    console.print(f"\nLeast pooling that leaves at most {plan.share:.0%} without a rate")
    least = _table("Indicator", "Level", "By", numbers=(steps,))
    for way, years in plan.least_pooling.items():
        least.add_row(*map(escape, way), str(years) if years else "more than there are")
    console.print(least)
    console.print(f"\nAreas of other sizes, at the rate of {escape(inputs.publication.settings.comparator)}")
    one = "A year" if step == "year" else f"One {step}"
    sizes = _table(one, numbers=(steps, "Expected", "Count withheld", "No rate", "Unreliable"))
    for size in plan.projections:
        parts = [f"{part:.0%}" for part in (size.withheld, size.no_rate, size.unreliable)]
        sizes.add_row(f"{size.denominator:,}", str(size.years), f"{size.expected:.1f}", *parts)
    console.print(sizes)


def _between(least: float, most: float) -> str:
    """A range of shares, such as ' (24-27%)'; empty where both round to the same."""
    low, high = f"{least:.0%}", f"{most:.0%}"
    return "" if low == high else f" ({low[:-1]}-{high})"


def _table(*labels: str, numbers: Sequence[str]) -> Table:
    return printed_table(
        *(Column(title, overflow="fold") for title in labels),
        *(number_column(title, no_wrap=True) for title in numbers),
    )


def describe_example(console: Console, folder: Path, files: Sequence[Path]) -> None:
    """Print the files of the example and the next command."""
    console.print(f"[bold]Wrote {len(files)} files[/] in {escape(str(folder))}/")
    for path in files:
        console.print(f"  {escape(str(path))}")
    console.print("\nPut your own counts and areas in place of the example's, change publication.toml, then:")
    console.print(f"  reporter build {escape(str(folder / 'publication.toml'))}")
