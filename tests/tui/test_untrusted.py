"""No text of a stranger can become markup: what widgets are given is made of `Content`, `Text` or constants."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsreader
from newsreader.tui.entry import Entry, EntryBar
from tests.tui.conftest import Start

SINKS: dict[str, tuple[int | str, ...]] = {
    "Static": (0, "content"), "Fitting": (0, "content"), "Label": (0, "content"), "Button": (0, "label"), "Collapsible": ("title",),
    "Option": (0, "prompt"), "Header": ("title",), "Toast": (0,), "Tooltip": (0,), "Digits": (0,), "Link": (),
    "update": (0, "content"), "notify": (0, "message"), "add_option": (0,), "add_options": (0,),
    "add_column": (0,), "add_columns": (0,), "add_row": (0, 1, 2, 3), "add_leaf": (0,), "set_label": (0,),
    "Hit": (1, 4, "match_display", "help"), "DiscoveryHit": (0, 3, "display", "help"),
    "Placeholder": (0,), "Markdown": (), "panel": (0,),
}  # fmt: skip
"""Callables that take a plain `str` for markup, and their arguments that are text."""

TITLES = {"border_title", "border_subtitle", "tooltip", "title", "sub_title", "loading_text"}
FORBIDDEN = {"from_markup", "render_markup", "from_text", "escape_markup", "escape", "print_markup"}
SAFE_TYPES = {"Content", "Text", "Table", "Strip"}
OURS = {"command"}
"""Names whose attributes are text of our own: a row of the table of commands."""


class Checker:
    """Finds, in one module, text that a widget might take for markup."""

    def __init__(self, source: str, functions: dict[str, str]) -> None:
        self.tree = ast.parse(source)
        self.functions = functions  # what the functions of the package return, by name
        self.plain_sets = {
            ast.unparse(node.target)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.AnnAssign)
            and ast.unparse(node.annotation).split("[")[0] in ("set", "dict")
        }

    def found(self) -> Iterator[str]:
        scopes: list[ast.AST] = [
            node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        inside = {id(node) for scope in scopes for node in ast.walk(scope)}
        outside = [node for node in ast.walk(self.tree) if id(node) not in inside]
        for scope in [self.tree, *scopes]:
            for node in outside if scope is self.tree else ast.walk(scope):
                for text in self._given(node):
                    if not self._is_safe(text, scope):
                        yield f"line {text.lineno}: {ast.unparse(text)}"
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute | ast.Name):
                name = node.attr if isinstance(node, ast.Attribute) else node.id
                if name in FORBIDDEN:
                    yield f"line {node.lineno}: {name}"
            if isinstance(node, ast.keyword) and node.arg == "markup" and not _is_false(node.value):
                yield f"line {node.value.lineno}: markup"

    def _given(self, node: ast.AST) -> Iterator[ast.expr]:
        """The texts that `node` hands to a widget."""
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if node.value and any(
                isinstance(target, ast.Attribute) and target.attr in TITLES for target in targets
            ):
                yield node.value
        if not isinstance(node, ast.Call):
            return
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in self.plain_sets:
            return
        if name == "notify" and any(word.arg == "markup" and _is_false(word.value) for word in node.keywords):
            return
        for place in SINKS.get(name, ()):
            if isinstance(place, int):
                yield from node.args[place : place + 1]
            else:
                yield from (word.value for word in node.keywords if word.arg == place)

    def _is_safe(self, node: ast.expr, scope: ast.AST) -> bool:
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.IfExp):
            return self._is_safe(node.body, scope) and self._is_safe(node.orelse, scope)
        if isinstance(node, ast.Attribute):
            return ast.unparse(node.value) in OURS
        if isinstance(node, ast.Name):
            return self._is_safe_name(node.id, scope)
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr == "highlight":
                return all(self._is_safe(argument, scope) for argument in node.args)
            root: ast.expr = node
            while isinstance(root, ast.Call | ast.Attribute):
                if isinstance(root, ast.Call) and isinstance(root.func, ast.Name):
                    return root.func.id in SAFE_TYPES or self.functions.get(root.func.id) in SAFE_TYPES
                root = root.func if isinstance(root, ast.Call) else root.value
            return isinstance(root, ast.Name) and root.id in SAFE_TYPES
        return False

    def _is_safe_name(self, name: str, scope: ast.AST) -> bool:
        """Whether everything that a local name can be is safe."""
        given: list[bool] = []
        for node in ast.walk(scope):
            if isinstance(node, ast.arg) and node.arg == name:
                given.append(node.annotation is not None and ast.unparse(node.annotation) in SAFE_TYPES)
            if isinstance(node, ast.Assign) and any(ast.unparse(target) == name for target in node.targets):
                given.append(self._is_safe(node.value, scope))
        return bool(given) and all(given)


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


SOURCES = {
    path.name: path.read_text("utf-8") for path in (Path(newsreader.__file__).parent / "tui").glob("*.py")
}
FUNCTIONS = {
    node.name: ast.unparse(node.returns)
    for source in SOURCES.values()
    for node in ast.walk(ast.parse(source))
    if isinstance(node, ast.FunctionDef) and node.returns
}


@pytest.mark.parametrize("name", SOURCES)
def test_widgets_get_no_plain_text(name: str) -> None:
    assert sorted(set(Checker(SOURCES[name], FUNCTIONS).found())) == []


@pytest.mark.parametrize(
    "line",
    [
        "yield Static(story.title)", "yield Label(f'{title}')", "bar.update('a' + title)", "self.border_title = title",
        "self.border_subtitle = f'of {name}'", "self.notify(text)", "self.notify(text, markup=True)", "x.tooltip = url",
        "yield Hit(1, label, run, label)", "yield Hit(1, Content(label), run, label, view.help)", "Content.from_markup(t)",
        "table.add_row(Text(a), b)", "yield Static(escape(title))", "text = title; yield Static(text)", "Button(name)",
        "yield DiscoveryHit(matcher.highlight(name), run)",
    ],
)  # fmt: skip
def test_it_would_be_found(line: str) -> None:
    source = f"def f(self, title, label):\n    {line}\n"
    assert list(Checker(source, FUNCTIONS).found())


@pytest.mark.parametrize(
    "line",
    ["yield Static(Content(title))", "self.notify(title, markup=False)", "x = Text(title); bar.update(x)"],
)
def test_what_is_right_is_not_found(line: str) -> None:
    assert not list(Checker(f"def f(self, title):\n    {line}\n", FUNCTIONS).found())


async def test_what_is_pasted_into_the_search_is_made_safe(start: Start) -> None:
    async with start() as reader:
        await reader.press("slash")
        bar = reader.screen.query_one(EntryBar)
        bar.open(Entry(), "bos\x1b]52;c;x\x07t\u202eon\x9b2J")
        await reader.settle()
        assert bar.text == "bos�]52;c;x�ton�2J"


async def test_what_is_told_is_made_safe(start: Start) -> None:
    async with start() as reader:
        reader.screen.reader.tell("a\x1b]0;x\x07b\nsecond \u202eline [@click=app.quit]")
        await reader.settle()
        assert reader.messages[-1] == "a�]0;x�b\nsecond line [@click=app.quit]"
