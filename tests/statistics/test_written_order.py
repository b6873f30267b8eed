"""Numbers that are the same on every processor and Python: what they must not be made with."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

# fmt: off
BY_PROCESSOR = frozenset({
    "cbrt", "cos", "cosh", "exp", "exp2", "expm1", "fft", "float_power", "geomspace", "log", "log10", "log1p",
    "log2", "logspace", "power", "sin", "sinh", "tan", "tanh",
})
"""NumPy chooses their code by the processor; `elementary`, scipy.special and scipy.fft do not."""

BY_BLAS = frozenset({
    "convolve", "corrcoef", "correlate", "cov", "dot", "einsum", "inner", "linalg", "matmul", "polyfit",
    "polynomial", "tensordot", "vdot",
})
"""They add up in an order that BLAS or LAPACK chooses; `.sum()`, `math.fsum`, `cholesky` have their own."""
# fmt: on


def chosen_elsewhere(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Lines whose last digits a library or the interpreter chooses, each with what does."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="np"), attr=name) if name in BY_PROCESSOR | BY_BLAS:
                yield node.lineno, f"np.{name}"
            case ast.ImportFrom(module="scipy", names=names) if any(name.name == "linalg" for name in names):
                yield node.lineno, "scipy.linalg"
            case ast.BinOp(op=ast.MatMult()) | ast.AugAssign(op=ast.MatMult()):
                yield node.lineno, "@"
            # NumPy multiplies for squares and takes roots for halves; any other power is by processor.
            case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=2 | 0.5)):
                pass
            case ast.BinOp(op=ast.Pow()):
                yield node.lineno, "**"
            # From Python 3.12 on it makes up for rounding.
            case ast.Call(func=ast.Name(id="sum")):
                yield node.lineno, "sum"


def test_statistics_and_findings_choose_all_of_their_digits(repository: Path) -> None:
    found = [
        f"{path.relative_to(repository)}:{line}: {name}"
        for room in ("statistics", "findings")
        for path in sorted((repository / "reporter" / room).rglob("*.py"))
        for line, name in chosen_elsewhere(ast.parse(path.read_bytes()))
    ]
    assert found == []


def unstable_sorts(tree: ast.AST) -> Iterator[int]:
    """Lines that leave it to the processor in which order equal values come, as `kind="stable"` does not."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="argsort"), keywords=keywords):
                pass
            # By several columns pandas sorts stably anyway.
            case ast.Call(func=ast.Attribute(attr="sort_values"), args=[ast.Constant()], keywords=keywords):
                pass
            case _:
                continue
        if "stable" not in [getattr(keyword.value, "value", None) for keyword in keywords]:
            yield node.lineno


def test_equal_values_keep_their_order(repository: Path) -> None:
    found = [
        f"{path.relative_to(repository)}:{line}"
        for path in sorted((repository / "reporter").rglob("*.py"))
        for line in unstable_sorts(ast.parse(path.read_bytes()))
    ]
    assert found == []
    code = 'x.argsort()\nnp.argsort(x, kind="stable")\nx.sort_values("a")\nx.sort_values(["a", "b"])'
    assert list(unstable_sorts(ast.parse(code))) == [1, 3]


def test_each_is_found() -> None:
    code = "a @ b\nx @= b\nx ** 3\nx ** 2\nsum(x)\nx.sum()\nnp.exp(x)\nfrom scipy import linalg"
    found = sorted(chosen_elsewhere(ast.parse(code)))
    assert found == [(1, "@"), (2, "@"), (3, "**"), (5, "sum"), (7, "np.exp"), (8, "scipy.linalg")]
