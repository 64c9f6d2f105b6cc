"""`NamedTuple` as `typing` has it, without loading `typing` and compiling annotations.

Those took a sixth of the time of `newsreader list`. Type checkers see the one
of `typing`; and `TYPE_CHECKING`, for the modules that must not load it either.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping
from types import MappingProxyType

TYPE_CHECKING = False
EMPTY: Mapping[Any, Any] = MappingProxyType({})
"""What a field that maps something holds where nothing is given."""

if TYPE_CHECKING:
    from typing import Any
    from typing import NamedTuple as NamedTuple
else:

    class _Meta(type):
        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.pop("__annotations__")
            defaults = [body.pop(field) for field in fields if field in body]
            record = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            record.__annotations__ = fields
            for attribute, value in body.items():
                setattr(record, attribute, value)
            return record

    class NamedTuple(metaclass=_Meta):
        """A tuple whose fields are the annotations of its class."""
