"""The only place that knows in which folders things live, and whether something is there."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping

from newsreader.errors import NewsreaderError
from newsreader.records import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

APP = "newsreader"
_XDG = ("XDG_DATA_HOME", ".local/share"), ("XDG_CONFIG_HOME", ".config"), ("XDG_STATE_HOME", ".local/state")
_PROFILE = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}"


class Paths(NamedTuple):
    """Where this user's data, configuration and logs are kept. Nothing is made until it is needed."""

    data: Path
    config: Path
    state: Path

    @property
    def library(self) -> Path:
        """The article store."""
        return self.data / "library.db"

    @property
    def config_file(self) -> Path:
        """The configuration, which need not exist."""
        return self.config / "config.toml"

    @property
    def log_file(self) -> Path:
        """Where an unexpected error leaves its trace."""
        return self.state / "newsreader.log"

    def marks(self, profile: str) -> Path:
        """What this profile has read and starred. Raises `NewsreaderError` for a name that is no name."""
        if not re.fullmatch(_PROFILE, profile):
            raise NewsreaderError("a profile name is made of letters, digits, dots, dashes and underscores")
        return self.data / "profiles" / profile / "marks.db"

    def every_marks(self) -> list[Path]:
        """The marks of every profile that there is."""
        return sorted(self.data.glob("profiles/*/marks.db"))


def find(environment: Mapping[str, str] = os.environ) -> Paths:
    """The folders of this user; `NEWSREADER_HOME` puts all of them under one."""
    if home := environment.get("NEWSREADER_HOME"):
        from pathlib import Path

        root = Path(os.path.abspath(os.path.expanduser(home)))  # noqa: PTH100, PTH111 - these never raise
        return Paths(root, root, root)
    home = environment.get("HOME", "")
    if sys.platform == "linux" and os.path.isabs(home):  # noqa: PTH117
        return Paths(*(_xdg(environment.get(name, ""), home, below) for name, below in _XDG))
    import platformdirs

    dirs = platformdirs.PlatformDirs(APP, appauthor=False)
    return Paths(dirs.user_data_path, dirs.user_config_path, dirs.user_state_path)


def _xdg(root: str, home: str, below: str) -> Path:
    """What platformdirs says too, but loading it takes a fifth of the time of a list."""
    from pathlib import Path

    return Path(root, APP) if os.path.isabs(root) else Path(home, below, APP)  # noqa: PTH117


def is_there(path: Path) -> bool:
    """Whether a file or folder is at `path`, or at what it links to.

    Raises OSError where that cannot be known. `Path.exists` says "no" then since Python 3.14, and what only
    cannot be seen for a moment would be made anew.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def bundled_seeds() -> Path:
    """The folder of the articles that come with the program: beside the package, or in its repository."""
    from pathlib import Path

    package = Path(__file__).parent
    inside = package / "seeds"
    return inside if inside.is_dir() else package.parent.parent / "seeds"
