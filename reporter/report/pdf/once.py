"""Objects of a PDF turned into bytes once; pydyf turns each twice where it makes an identifier of them."""

from __future__ import annotations

import pydyf


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object of a PDF that is bytes already, its place in the file unchanged."""

    data = b""

    def __init__(self, of: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = of.number, of.generation, of.free
        self.data = of.data
        self._compressible = of.compressible

    @property
    def compressible(self) -> bool:
        return bool(self._compressible)


def write_objects_once(pdf: pydyf.PDF) -> None:
    """Replace each object by its bytes, after the last change to any.

    Args:
        pdf: the file's objects.
    """
    pdf.objects[:] = [each if each.free == "f" else _Written(each) for each in pdf.objects]
