"""What stands in the columns of a table, without Rich, which only a terminal needs."""

from __future__ import annotations

from newsreader.records import NamedTuple


class Column(NamedTuple):
    """A column of a table: `cells` wide, or as wide as it must be (None), or (`is_open`) all that is left."""

    heading: str
    cells: int | None = None
    style: str = ""
    is_right: bool = False
    is_open: bool = False
