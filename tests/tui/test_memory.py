"""What is remembered of views: as much as is worth it, the last used the longest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsreader.tui import memory
from tests.tui.conftest import Start


async def test_looks_do_not_pile_up(start: Start, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "LOOKS_LIMIT", 3)
    file = home / "profiles/default/screen.json"

    def looks() -> list[str]:
        return list(json.loads(file.read_text())["looks"])

    async with start() as reader:
        await reader.press(*"]]]]]]", "a")
        assert looks() == ['topic:"AI"']
        for keys in (["h"], ["home"], ["tab"]):
            await reader.press("t", *keys, "enter", "a", "escape")
        assert len(looks()) == 3 and 'topic:"AI"' not in looks(), "the one that was used longest ago"
        await reader.press(*"[[[[[[]]]]]]", "S")
        assert looks()[-1] == 'topic:"AI"'
        before = looks()[:2]
        await reader.press("S", "S", "S", "S")
        assert looks() == before, "as usual is not remembered"
