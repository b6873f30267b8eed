"""Mistakes that let true counts into an edition, each planted in the step where it would be made."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd
import pytest

import reporter.report.tables as tables
from reporter.pipeline import build
from reporter.report.contexts.context import Context
from reporter.report.page import Page
from reporter.statistics.exact_test import poisson_test
from tests.verification import plants_in_findings
from tests.verification.truth import Truth


@dataclasses.dataclass(frozen=True, slots=True)
class WithOneMore(Context):
    """A context and one more variable."""

    context: Context
    name: str
    value: object

    @property
    def variables(self) -> Mapping[str, object]:
        return {**self.context.variables, self.name: self.value}


def with_one_more(page: Page, name: str, value: object) -> Page:
    """The page with one more variable for its template."""
    return dataclasses.replace(page, context=WithOneMore(page.context, name, value))


def on_page(say: Callable[[pd.DataFrame], str], path: str = "index.html") -> Callable[..., None]:
    def plant(patch: pytest.MonkeyPatch, truth: Truth) -> None:
        honest = vars(build)["pages"]

        def pages(*given: Any) -> Any:
            return tuple(
                with_one_more(page, "planted", say(truth.small())) if page.path == path else page
                for page in honest(*given)
            )

        patch.setattr(build, "pages", pages)

    return plant


def each(text: Callable[[Any], str]) -> Callable[[pd.DataFrame], str]:
    return lambda small: "".join(text(row) for row in small.itertuples())


def ratio_of_rates(small: pd.DataFrame) -> str:
    whole = 1000 * small["events"].sum() / small["births"].sum()
    return " ".join(f"{rate / whole:.2f}" for rate in small["rate"])


def p_values(small: pd.DataFrame) -> str:
    expected = small["births"] * small["events"].sum() / small["births"].sum()
    found = poisson_test(small["events"].to_numpy(float), expected.to_numpy(float))
    return " ".join(f"{p:.2f}" for p in found)


def quantile_classes(small: pd.DataFrame) -> str:
    return "".join(
        f'<i class="fifth-{n}"></i>' for n in pd.qcut(small["rate"].rank(method="first"), 5).cat.codes
    )


def in_metadata_of_the_pdf(patch: pytest.MonkeyPatch, truth: Truth) -> None:
    honest = vars(build)["pages"]

    def pages(*given: Any) -> Any:
        national, paper, *others = honest(*given)
        imprint = paper.context.imprint
        about = imprint.publication.model_copy(update={"summary": str(truth.small()["events"].tolist())})
        context = dataclasses.replace(paper.context, imprint=dataclasses.replace(imprint, publication=about))
        return (national, dataclasses.replace(paper, context=context), *others)

    patch.setattr(build, "pages", pages)


def in_the_name_of_a_file(patch: pytest.MonkeyPatch, truth: Truth) -> None:
    honest = vars(build)["pages"]

    def pages(*given: Any) -> Any:
        *others, last = honest(*given)
        code = "".join(map(str, truth.small()["events"]))
        return (*others, dataclasses.replace(last, path=last.path.replace(".pdf", f"-{code}.pdf")))

    patch.setattr(build, "pages", pages)


def in_the_order_of_files(patch: pytest.MonkeyPatch, truth: Truth) -> None:
    honest = vars(build)["data_files"]

    def data_files(*given: Any) -> dict[str, bytes]:
        files = list(honest(*given).items())
        start = sum(n * events for n, events in enumerate(truth.small()["events"], start=1)) % len(files)
        return dict(files[start:] + files[:start])

    patch.setattr(build, "data_files", data_files)


# --- Plants in the data files and the manifest.


def in_file(name: str, change: Callable[[bytes, Truth], bytes]) -> Callable[..., None]:
    def plant(patch: pytest.MonkeyPatch, truth: Truth) -> None:
        honest = getattr(tables, name)
        patch.setattr(tables, name, lambda *given: change(honest(*given), truth))

    return plant


def with_hidden_sheet(content: bytes, truth: Truth) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        hidden = zipfile.ZipInfo("xl/worksheets/hidden.xml")
        archive.writestr(hidden, str(truth.small()["events"].tolist()))
    return stream.getvalue()


def with_raw_column(content: bytes, truth: Truth) -> bytes:
    return content + str(truth.small()["events"].tolist()).encode()


def in_the_manifest(patch: pytest.MonkeyPatch, truth: Truth) -> None:
    honest = vars(build)["manifest"]

    def manifest(*given: Any, **more: Any) -> bytes:
        described = json.loads(honest(*given, **more))
        raw = truth.counts.table.to_csv().encode()
        return json.dumps({**described, "input": hashlib.sha256(raw).hexdigest()}).encode()

    patch.setattr(build, "manifest", manifest)


class Plant(NamedTuple):
    """A mistake behind the gate, by the number of its channel, and the file in which readers would see it."""

    channel: int
    what: str
    put: Callable[[pytest.MonkeyPatch, Truth], None]
    seen_in: str

    @property
    def step(self) -> str:
        """The step of a build in which it is planted."""
        if self.put.__module__ == plants_in_findings.__name__:
            return "findings"
        return "tables" if self.put.__qualname__.startswith(in_file.__name__) else "pages"


PAGE, RATES, WORKBOOK = "index.html", "tables/rates.csv", "tables/small-2022"
PLANTS = [
    Plant(
        2,
        "total over a nesting that is not declared",
        on_page(lambda small: str(small.groupby(small["area_code"].str[-1])["events"].sum().tolist())),
        PAGE,
    ),
    Plant(
        4,
        "rolling window that is not declared",
        on_page(each(lambda row: f"{row.two_years} in two years. ")),
        PAGE,
    ),
    Plant(
        5,
        "early share of a district's events",
        on_page(each(lambda row: f"{row.early / max(row.events, 1):.0%} ")),
        PAGE,
    ),
    Plant(
        6,
        "rate made from the true count",
        plants_in_findings.with_rates(plants_in_findings.rate_of_true_counts),
        RATES,
    ),
    Plant(
        7,
        "95% limits made from the true count",
        plants_in_findings.with_rates(plants_in_findings.limits_of_true_counts),
        RATES,
    ),
    Plant(8, "p-value of the true count", on_page(p_values), PAGE),
    Plant(
        9,
        "place of a dot on the funnel",
        on_page(each(lambda row: f'<circle cx="{row.births / 10:.1f}" cy="{20 * row.rate:.1f}"/>')),
        PAGE,
    ),
    Plant(10, "shrunk rate of the true count", plants_in_findings.shrunk_true_rates, RATES),
    Plant(
        11,
        "over-dispersion phi with withheld cells",
        plants_in_findings.phi_of_all_cells,
        "tables/funnels.csv",
    ),
    Plant(
        12,
        "rows in the order of true rates",
        plants_in_findings.with_rates(plants_in_findings.rows_in_true_order),
        RATES,
    ),
    Plant(12, "fifth of true rates as a class", on_page(quantile_classes), PAGE),
    Plant(
        12,
        "start of an axis at the lowest true rate",
        on_page(lambda small: f'<svg viewBox="0 0 100 {small["rate"].min():.2f}"></svg>'),
        PAGE,
    ),
    Plant(
        12, "CSS width of a bar", on_page(each(lambda row: f'<b style="width:{4 * row.events}%"></b>')), PAGE
    ),
    Plant(
        13,
        "sentence: how many had 1 or 2",
        on_page(lambda small: f"{int(small['events'].between(1, 2).sum())} districts had 1 or 2 events."),
        PAGE,
    ),
    Plant(
        13,
        "sentence: which is the lowest",
        on_page(lambda small: f"Lowest: {small['area_code'].iloc[small['rate'].argmin()]}."),
        PAGE,
    ),
    Plant(14, "data attribute", on_page(each(lambda row: f'<i data-count="{row.events}"></i>')), PAGE),
    Plant(
        14,
        "accessible name",
        on_page(each(lambda row: f'<i role="img" aria-label="{row.events} events"></i>')),
        PAGE,
    ),
    Plant(14, "alternative text", on_page(each(lambda row: f'<img alt="{row.events} events">')), PAGE),
    Plant(14, "title attribute", on_page(each(lambda row: f'<i title="{row.events}"></i>')), PAGE),
    Plant(
        14,
        "embedded JSON",
        on_page(lambda small: f"<script type='application/json'>{small['events'].tolist()}</script>"),
        PAGE,
    ),
    Plant(15, "hidden sheet of the XLSX", in_file("xlsx_bytes", with_hidden_sheet), f"{WORKBOOK}.xlsx"),
    Plant(15, "hidden sheet of the ODS", in_file("ods_bytes", with_hidden_sheet), f"{WORKBOOK}.ods"),
    Plant(16, "raw column of the CSV", in_file("csv_bytes", with_raw_column), RATES),
    Plant(16, "raw column of the JSON", in_file("json_bytes", with_raw_column), "tables/rates.json"),
    Plant(16, "metadata of the PDF", in_metadata_of_the_pdf, "publication.pdf"),
    Plant(
        16,
        "white text of the PDF",
        on_page(each(lambda row: f'<span style="color:white">{row.events}</span>'), "publication.pdf"),
        "publication.pdf",
    ),
    Plant(16, "name of a file", in_the_name_of_a_file, "networks/W4"),
    Plant(16, "order of the files", in_the_order_of_files, "the order of files"),
    Plant(16, "hash of the input in the manifest", in_the_manifest, "manifest.json"),
    Plant(
        17,
        "revision mark by true counts",
        plants_in_findings.with_rates(plants_in_findings.revised_where_true_counts_differ),
        RATES,
    ),
    Plant(
        20,
        "primary and secondary marked apart",
        plants_in_findings.with_rates(plants_in_findings.marks_of_primary_and_secondary),
        RATES,
    ),
    Plant(25, "ratio to the nation's rate", on_page(ratio_of_rates), PAGE),
    Plant(25, "1 in so many", on_page(each(lambda row: f"1 in {row.births // max(row.events, 1)}. ")), PAGE),
]
