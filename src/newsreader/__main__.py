"""`python -m newsreader` is the `newsreader` command."""

import sys

from newsreader.cli import program

sys.exit(program())
