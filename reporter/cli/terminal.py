"""The consoles of standard output and standard error."""

from __future__ import annotations

import sys

from rich.console import Console

WIDTH = 120
"""Line width, in characters, of output to a file or another program; a terminal has its own width."""

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDTH)
err = Console(highlight=False, soft_wrap=True, stderr=True)
