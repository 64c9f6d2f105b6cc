"""Named tuples that are made without `typing`."""

from __future__ import annotations

import pickle
import typing

import pytest

from newsreader.records import NamedTuple


class Point(NamedTuple):
    """A place."""

    x: int
    y: int = 2
    """Upwards."""

    @property
    def both(self) -> int:
        return self.x + self.y

    def __str__(self) -> str:
        return f"<{self.x}>"


class Typed(typing.NamedTuple):
    """A place."""

    x: int
    y: int = 2

    @property
    def both(self) -> int:
        return self.x + self.y


def test_it_is_what_typing_makes() -> None:
    ours, theirs = Point(1), Typed(1)
    assert tuple(ours) == tuple(theirs) == (1, 2) == ours
    assert ours.both == theirs.both == 3
    assert Point._fields == Typed._fields and Point._field_defaults == Typed._field_defaults
    assert list(Point.__annotations__) == list(Typed.__annotations__)
    assert Point.__doc__ == Typed.__doc__ and Point.__module__ == Typed.__module__ == __name__
    assert repr(ours) == "Point(x=1, y=2)" and str(ours) == "<1>"
    assert ours._replace(y=5) == (1, 5)


def test_it_goes_to_other_processes() -> None:
    assert type(pickle.loads(pickle.dumps(Point(1)))) is Point


def test_mistakes() -> None:
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Point(1).x = 2  # type: ignore[misc]
