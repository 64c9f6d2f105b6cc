"""A few of everything that can befall the databases; `python -m tests.soak` does many."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests import damage, faults
from tests.whole import together

Gate = Callable[[int, random.Random], int]
FEW: list[tuple[Gate, int]] = [
    (faults.kill_while_marking, 13),
    (faults.kill_while_importing, 12),
    (faults.kill_while_starting, 20),
    (faults.start_together, 1),
    (damage.marks, 32),
    (damage.library, 8),
    (faults.fill_the_disk, 6),
    (faults.limit_file_sizes, 3),
]


@pytest.mark.parametrize(("gate", "count"), FEW, ids=lambda each: getattr(each, "__name__", ""))
def test_gate(gate: Gate, count: int) -> None:
    seed = random.randrange(1 << 32)
    try:
        assert gate(count, random.Random(seed)) == count
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {error}") from error


def test_two_screens_an_importer_and_marks() -> None:
    assert " imports" in together.use_together(2, random.Random())
