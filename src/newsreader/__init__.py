"""A terminal news reader over a local store of articles."""

__version__ = "0.1.0"
