"""The command `reporter group`: parse, call, print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from reporter.cli.terminal import err, out
from reporter.errors import InputError, Problem

_READ = click.Path(path_type=Path)
_WRITE = click.Path(path_type=Path, dir_okay=False)


@click.command("group")
@click.argument("given", type=_READ, metavar="COUNTS.csv")
@click.option(
    "--lookup",
    required=True,
    type=_READ,
    help="Lookup with the columns area_code and network_code; area_name, network_name, region_code, "
    "region_name and share too where it has them.",
)
@click.option("--counts", required=True, type=_WRITE, help="File to write the counts to.")
@click.option("--areas", type=_WRITE, help="File to write the areas to.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=COLUMN",
    help="Column of the lookup that has another name, such as area_code=LAD22CD; may be given again.",
)
@click.option(
    "--to-boundaries",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day whose boundaries the lookup is of; earlier codes are moved to it by --changes.",
)
@click.option("--changes", type=_READ, help="Lookup of code changes, with the orders that made them.")
@click.option(
    "--split-shares",
    type=_READ,
    help="Shares of areas that were split (old_code, new_code, share); without it a split is refused.",
)
@click.option(
    "--together",
    multiple=True,
    metavar="CODE,CODE",
    help="Areas that the counts hold together, under the first code, such as E06000052,E06000053.",
)
@click.option(
    "--whole",
    nargs=2,
    metavar="CODE NAME",
    help="The area that all networks make up, such as E92000001 England; its counts must be their sum.",
)
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="LEVEL=TYPE",
    help="Area type of a level (area, network, region or whole), such as network=ICB.",
)
@click.option(
    "--divide",
    is_flag=True,
    help="Divide areas in several networks by their shares: counts of networks become estimates, and "
    "networks alone are written.",
)
@click.option("--share-of", default="", help="What the shares are of, for the notes, such as 'small areas'.")
@click.option(
    "--leave-out-others", is_flag=True, help="Leave out areas that are not in the lookup, such as regions."
)
def group_command(
    given: Path,
    lookup: Path,
    counts: Path,
    areas: Path | None,
    columns: tuple[str, ...],
    to_boundaries: dt.datetime | None,
    changes: Path | None,
    split_shares: Path | None,
    together: tuple[str, ...],
    whole: tuple[str, str] | None,
    types: tuple[str, ...],
    divide: bool,
    share_of: str,
    leave_out_others: bool,
) -> None:
    """Group counts of small areas into networks, on the boundaries of any later day.

    An area in several networks counts in full towards the one with its largest share. Mergers of areas are
    added up; a split is refused unless --split-shares is given. Notes for readers are printed and recorded.
    """
    from reporter.cli.descriptions import progress_bar
    from reporter.counts.files.tidy_writer import refuse_places, write_files
    from reporter.geography.boundaries import Combination
    from reporter.geography.group import TYPES, GroupingRequest, group
    from reporter.geography.lookup import NEEDED, OPTIONAL
    from reporter.geography.notes import notes
    from reporter.geography.summary import describe
    from reporter.geography.written import files_of
    from reporter.publication.source_record import source_file

    written = [counts, source_file(counts), *([areas] if areas else [])]
    refuse_places(written)
    _refuse_inputs(written, [file for file in (given, lookup, changes, split_shares) if file is not None])
    combined = [tuple(part.strip() for part in each.split(",")) for each in together]
    request = GroupingRequest(
        given,
        lookup,
        columns=_pairs(columns, "--column", (*NEEDED, *OPTIONAL)),
        to=to_boundaries.date() if to_boundaries else None,
        changes=changes,
        split_shares=split_shares,
        together=tuple(Combination(codes[0], codes) for codes in combined),
        whole=whole or None,
        types=_pairs(types, "--type", TYPES),
        divided=divide,
        leave_out_others=leave_out_others,
    )
    with progress_bar(err) as progress:
        grouped = group(request, progress)
    said = notes(grouped, request.to, share_of)
    files = files_of(grouped, request, said, counts, areas)
    write_files(files)
    describe(out, grouped, said, written)


def _refuse_inputs(written: Iterable[Path], read: Iterable[Path]) -> None:
    places = {file.absolute() for file in read}
    again = [file for file in written if file.absolute() in places]
    if again:
        raise InputError(Problem(str(file), 0, "is one of the files read", "another name") for file in again)


def _pairs(texts: Iterable[str], option: str, known: Iterable[str]) -> Mapping[str, str]:
    names = list(known)
    pairs: dict[str, str] = {}
    problems = []
    for text in texts:
        name, _, value = text.partition("=")
        if name in names and value:
            pairs[name] = value
        else:
            expected = f"one of {', '.join(names)}, then = and a name"
            problems.append(Problem(option, 0, f"'{text}' names nothing", expected))
    if problems:
        raise InputError(problems)
    return pairs
