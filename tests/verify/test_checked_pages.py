"""Pages are checked alike in this process and in workers."""

from __future__ import annotations

from reporter.verify import problems
from reporter.verify.checked_pages import checked_pages
from tests.verify.conftest import Small


def test_any_number_of_processes_finds_the_same(small: Small) -> None:
    broken = small.files["networks/W2.html"].replace(b"<h1", b'<p>0.0000001 <a href="#none">x</a></p><h1', 1)
    files = {**small.files, "networks/W2.html": broken}
    alone = checked_pages(files)
    assert list(alone) == [path for path in files if path.endswith(".html")]
    assert [path for path, page in alone.items() if page.problems] == ["networks/W2.html"]
    assert checked_pages(files, jobs=2) == alone
    assert list(problems(files, jobs=2)) == list(problems(files))
