"""Commands that change marks, take that back, and carry marks from one machine to another."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from newsreader import safetext
from newsreader.cli import EXIT_REFUSED, printing, refs, stores
from newsreader.cli.stories import count
from newsreader.errors import NewsreaderError
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from newsreader.cli.parser import Commands
    from newsreader.library import Library
    from newsreader.marks import Marks, Step
    from newsreader.query import Query

DONE = {"read": "marked read", "unread": "marked unread", "star": "starred", "unstar": "stars taken away"}
"""What each kind of mark does, as the undo journal names it."""


def declare(commands: Commands) -> None:
    """Add the commands of this module."""
    command = commands.add("mark", "mark stories read or unread, star them or take stars away", _mark)
    command.add_argument("state", choices=list(DONE), help="what the stories become")
    command.add_argument("refs", nargs="*", metavar="REF", help=refs.HELP)
    command.add_argument("--query", metavar="QUERY", help="everything that this finds, as in the search bar")

    for name, summary, turn in (
        ("undo", "take the last change of marks back", _undo),
        ("redo", "do again what was taken back last", _redo),
    ):
        command = commands.add(name, summary, turn)
        if name == "undo":
            command.add_argument(
                "--list",
                type=count,
                nargs="?",
                const=20,
                metavar="N",
                help="only list the last N changes (20 if nothing is said), the next one to go first",
            )

    command = commands.add(
        "marks", "carry marks from one machine to another", lambda options: 0, is_json=False
    )
    inner = command.inner()
    command = inner.add("export", "write every mark to a file", _export_marks)
    command.add_argument("file", metavar="FILE", help="JSON lines; - is standard output")
    command = inner.add("merge", "take marks from a file: what was done last wins", _merge_marks)
    command.add_argument("file", metavar="FILE", help="as `marks export` writes it; - is standard input")


def _mark(options: argparse.Namespace) -> int:
    if bool(options.refs) == (options.query is not None):
        options.parser.error("either REFs or --query QUERY must be given")
    selected = None if options.query is None else _selected(options)
    with stores.library(options) as library, stores.marks(options) as marks:
        if selected is None:
            asked = refs.Refs(library, options.refs)
            label = _label(library, options)
            _apply(options, marks, asked.parts(_part()), label)
            return asked.status
        from newsreader.keyparts import KeyParts

        found = KeyParts(library, library.ids(selected))
        _apply(options, marks, found, f"{DONE[options.state]}: {options.query}")
    return 0


def _part() -> int:
    from newsreader.marks import PART

    return PART


def _label(library: Library, options: argparse.Namespace) -> str:
    """What the journal calls it: by its title if it is one story."""
    done = DONE[options.state]
    if "-" in options.refs:
        return f"{done}: a list from a pipe"
    if len(options.refs) > 1:
        return f"{done}: {printing.count(len(options.refs))}"
    return f"{done}: {library.story(library.find(options.refs[0])).article.title}"


def _selected(options: argparse.Namespace) -> Query:
    """What --query asks for. Every story is marked only by who says so."""
    from newsreader import query

    selected = query.parse(options.query)
    if query.is_only_order(selected):
        options.parser.error('--query asks for nothing: "is:read OR is:unread" finds every story')
    return selected


def _apply(options: argparse.Namespace, marks: Marks, parts: Iterable[Sequence[int]], label: str) -> None:
    """Change the marks of all parts in one step of the journal, and say how many there were."""
    change = marks.set_read if options.state in ("read", "unread") else marks.set_starred
    to = options.state in ("read", "star")

    step_id, seen, changed = None, 0, 0
    with printing.progress(options, "Marking") as show:
        for keys in parts:
            step = change(keys, to, label, step_id)
            step_id, seen, changed = step.id, seen + len(step.marks), changed + len(step.changes)
            show(printing.count(seen))
    same = f", {printing.count(seen - changed, 'was', 'were')} that already" if changed < seen else ""
    text = f"{DONE[options.state]}: {printing.count(changed)}{same}"
    printing.summary(options, text, {"stories": seen, "changed": changed})


def _undo(options: argparse.Namespace) -> int:
    with stores.marks(options) as marks:
        if options.list is None:
            return _turn(options, marks.undo, "taken back", "there is nothing to take back")
        from newsreader.columns import Column
        from newsreader.dates import in_full
        from newsreader.export import iso_time

        is_for_people = printing.is_for_people(options)
        time = partial(in_full, style=stores.settings().dates) if is_for_people else iso_time
        printing.records(
            options,
            [Column("when"), Column("stories", is_right=True), Column("what", is_open=True)],
            marks.steps(options.list),
            lambda step: {"label": step.label, "time": iso_time(step.made_at), "stories": step.stories},
            lambda step: (time(step.made_at) or "", str(step.stories), safetext.line(step.label, 1000)),
        )
    return 0


def _redo(options: argparse.Namespace) -> int:
    with stores.marks(options) as marks:
        return _turn(options, marks.redo, "done again", "there is nothing to do again")


def _turn(
    options: argparse.Namespace, turn: Callable[[int | None], Step | None], done: str, nothing: str
) -> int:
    """Take a step back, or make it again, to its end."""
    stories, label, is_whole, step_id = 0, None, False, None
    with printing.progress(options, "Working") as show:
        while not is_whole and (step := turn(step_id)):
            stories, label, is_whole = stories + len(step.changes), step.label, step.is_whole
            step_id = step.id
            show(printing.count(stories))
    if label is None:
        raise NewsreaderError(nothing, "newsreader undo --list shows the last changes")
    name = safetext.line(label)
    if not is_whole:
        raise NewsreaderError(
            f"only {printing.count(stories)} {done}: others marked more meanwhile, {name} is forgotten",
            "newsreader undo --list shows the last changes",
        )
    text = f"{done}: {name} ({printing.count(stories)})"
    printing.summary(options, text, {"label": label, "stories": stories})
    return 0


def _export_marks(options: argparse.Namespace) -> int:
    from pathlib import Path

    from newsreader import marksfile

    with stores.marks(options) as marks:
        lines = map(marksfile.line, marks.all())
        if options.file == "-":
            for line in lines:
                print(line)
            return 0
        number = marksfile.write(Path(options.file), lines)
    printing.summary(options, f"{printing.count(number, 'mark', 'marks')} written", {"marks": number})
    return 0


def _merge_marks(options: argparse.Namespace) -> int:
    from newsreader import marksfile

    report = marksfile.Report()
    name = "standard input" if options.file == "-" else options.file

    def refused(line: int, reason: str) -> None:
        printing.problem(f"{name}:{line}: {reason}")

    def taken() -> str:
        return printing.count(report.taken, "mark", "marks")

    with stores.marks(options) as marks, marksfile.opened(options.file) as file:
        steps = marksfile.merge(marks, file, f"merged the marks of {name}", report, refused)
        for _ in printing.shown(options, "Merging", steps, lambda step: taken()):
            pass
    text = f"{taken()} taken, {printing.count(report.changed)} changed"
    text += f", {printing.count(report.refused, 'line', 'lines')} refused" if report.refused else ""
    printing.summary(
        options, text, {"marks": report.taken, "changed": report.changed, "refused": report.refused}
    )
    return EXIT_REFUSED if report.refused else 0
