"""The manifest against the files: every file is listed with its hash, and nothing else is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

MANIFEST = "manifest.json"
NOT_LISTED = {MANIFEST, "superseded.json"}
"""The manifest, and the file added to an edition when a later one supersedes it."""


def listing_problems(files: Mapping[str, bytes]) -> Iterator[str]:
    """Every difference between the manifest and the files, as one line each.

    Args:
        files: the bytes of every file by its path in the edition's folder, the manifest among them.
    """
    listed = {entry["path"]: entry["sha256"] for entry in json.loads(files[MANIFEST])["files"]}
    present = {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name not in NOT_LISTED
    }
    for name in sorted(listed.keys() | present.keys()):
        if name not in present:
            yield f"{MANIFEST}: lists {name}, but there is no such file"
        elif name not in listed:
            yield f"{name}: not listed in {MANIFEST}"
        elif listed[name] != present[name]:
            yield f"{name}: not the file that {MANIFEST} lists"
