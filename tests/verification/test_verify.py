"""The finished files are read back: links, outside requests, and the manifest."""

import hashlib
import json

import pytest

from reporter.verification import VerificationError, verify_files
from reporter.verification.links import link_problems, links_of
from reporter.verification.listing import listing_problems
from reporter.verification.page_text import read_page


def edition(**pages: str) -> dict[str, bytes]:
    files = {name.replace("_", "/") + ".html": text.encode() for name, text in pages.items()}
    listed = [
        {"path": name, "sha256": hashlib.sha256(content).hexdigest()} for name, content in files.items()
    ]
    return {**files, "manifest.json": json.dumps({"files": listed}).encode()}


def problems(**pages: str) -> list[str]:
    files = edition(**pages)
    read = {name: read_page(text.decode()) for name, text in files.items() if name.endswith(".html")}
    return list(link_problems({name: links_of(page) for name, page in read.items()}, files))


def test_links_to_pages_places_and_the_web_are_fine():
    assert not problems(
        index='<a href="networks/a.html#top">A</a> <a href="https://example.org/">out</a>'
        '<a href="mailto:a@b.c">m</a>',
        networks_a='<h1 id="top">A</h1> <a href="../index.html">back</a> <a href="#top">up</a>',
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<a href="none.html">', "index.html: link to none.html, but there is no file none.html"),
        ('<a href="#none">', "index.html: link to #none, but index.html has no place #none"),
        (
            '<img src="https://example.org/a.png">',
            "index.html: loads https://example.org/a.png from outside the page",
        ),
        ('<link rel="stylesheet" href="a.css">', "index.html: loads a.css from outside the page"),
        ("<style>@import 'a.css'</style>", "index.html: loads a style sheet from outside the page"),
        ("<style>b{background:url(//x.org/a)}</style>", "index.html: loads //x.org/a from outside the page"),
        ('<p style="background:url(a.png)">', "index.html: loads a.png from outside the page"),
    ],
)
def test_broken_links_and_outside_requests_are_named(page, expected):
    assert problems(index=page) == [expected]


def test_data_addresses_and_own_fragments_are_not_outside():
    assert not problems(
        index='<img src="data:image/png;base64,AA=="><svg><use href="#a"/></svg><style>a{b:url(#c)}</style>'
    )


def test_files_must_be_the_ones_the_manifest_lists():
    files = edition(index="<p>one</p>", other="<p>two</p>")
    files["index.html"] = b"<p>swapped</p>"
    files["extra.html"] = b""
    del files["other.html"]
    with pytest.raises(VerificationError, match=r"extra\.html: not listed"):
        verify_files(files)
    assert list(listing_problems(files)) == [
        "extra.html: not listed in manifest.json",
        "index.html: not the file that manifest.json lists",
        "manifest.json: lists other.html, but there is no such file",
    ]
