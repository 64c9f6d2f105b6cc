"""Marks that go from machine to machine: joined in any order, as often as you like, to the same marks."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader import marksfile
from newsreader.errors import NewsreaderError
from newsreader.marks import LATEST, Entry, Mark, Marks, join

ENTRIES = st.builds(
    Entry, st.integers(-3, 3), st.booleans(), st.integers(0, 4), st.booleans(), st.integers(0, 4)
)


def merged(marks: Marks, entries: list[Entry], name: str = "x") -> marksfile.Report:
    text = "".join(f"{marksfile.line(entry)}\n" for entry in entries)
    report = marksfile.Report()
    for _ in marksfile.merge(marks, io.BytesIO(text.encode()), name, report, refuse):
        pass
    return report


def refuse(line: int, reason: str) -> None:
    raise AssertionError(f"{line}: {reason}")


@given(ENTRIES, ENTRIES, ENTRIES)
def test_joining_is_the_same_in_any_order_and_any_number_of_times(
    one: Entry, two: Entry, three: Entry
) -> None:
    two, three = two._replace(key=one.key), three._replace(key=one.key)
    assert join(one, two) == join(two, one)
    assert join(join(one, two), three) == join(one, join(two, three))
    assert join(one, one) == one and join(join(one, two), two) == join(one, two)


@settings(max_examples=30)
@given(st.lists(st.lists(ENTRIES, max_size=6), max_size=4), st.randoms(use_true_random=False))
def test_files_merge_to_the_same_marks_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[Entry]], random: object
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    shuffled = [*files, *files]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    with closing(Marks(folder / "a.db")) as one, closing(Marks(folder / "b.db")) as two:
        for file in files:
            merged(one, file)
        for file in shuffled:
            merged(two, file)
        set_ = [entry for entry in one.all() if entry != Entry(entry.key)]
        assert set_ == [entry for entry in two.all() if entry != Entry(entry.key)]
        assert [marksfile.parsed(marksfile.line(entry).encode()) for entry in set_] == set_


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 1), st.booleans(), st.integers(0, 2)), max_size=8),
    st.integers(-5, 5),
)
def test_two_machines_agree_and_the_last_change_is_never_lost(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, bool, int]], skew: int
) -> None:
    """Two machines change one story and merge with each other now and then, their clocks apart."""
    folder = tmp_path_factory.mktemp("two")
    now = [1_000.0]
    clocks = (lambda: now[0]), (lambda: now[0] + skew / 1000)
    with (
        closing(Marks(folder / "a.db", clocks[0])) as a,
        closing(Marks(folder / "b.db", clocks[1])) as b,
    ):
        for who, read, then in changes:
            mine, other = (a, b) if who == 0 else (b, a)
            if then == 0:
                merged(mine, list(other.all()))
                before = mine.of([7])
                mine.set_read([7], read, "x")
                merged(mine, list(other.all()))
                assert mine.of([7]).get(7, Mark()).read == read, (
                    "what was seen before the change cannot undo it"
                )
                assert before is not None
            else:
                mine.set_read([7], read, "x")
            now[0] += 0.001 * (then == 2)
        merged(a, list(b.all()))
        merged(b, list(a.all()))
        assert list(a.all()) == list(b.all())


def test_unread_again_travels_too(home: Path) -> None:
    with (
        closing(Marks(home / "a.db", lambda: 1.0)) as early,
        closing(Marks(home / "b.db", lambda: 2.0)) as late,
    ):
        early.set_read([1, 2], True, "x")
        late.set_read([1], True, "x")
        late.set_read([1], False, "x")
        assert merged(early, list(late.all())) == marksfile.Report(taken=1, changed=1)
        assert early.of([1, 2]) == {1: Mark(), 2: Mark(read=True)}
        assert merged(early, list(late.all())).changed == 0
        assert (undone := early.undo()) is not None and undone.label == "x"
        assert early.of([1]) == {1: Mark(read=True)}, "a merge is taken back like any other change"
        merged(early, list(late.all()))
        assert early.of([1]) == {1: Mark(read=True)}, "and taking it back was the last change"


@pytest.mark.parametrize("seconds", [1.0, 1e15])
def test_what_is_changed_after_the_latest_time_travels_too(home: Path, seconds: float) -> None:
    with closing(Marks(home / "a.db", lambda: seconds)) as one, closing(Marks(home / "b.db")) as other:
        merged(one, [Entry(1, True, LATEST, True, LATEST)])
        one.set_read([1, 2], False, "x")
        one.set_read([2], True, "x")
        one.set_starred([1], False, "x")
        assert merged(other, list(one.all())).taken == 2
        assert other.of([2]) == {2: Mark(read=True)}


def test_a_merge_in_parts_is_one_step(marks: Marks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marksfile, "PART", 2)
    entries = [Entry(key, True, 5, False, 0) for key in range(5)] + [Entry(0, True, 5, True, 6)]
    assert merged(marks, entries) == marksfile.Report(taken=6, changed=6)
    assert len(marks.steps(9)) == 1
    marks.undo()
    assert set(marks.of(range(5)).values()) == {Mark()}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"nonsense", "not a line of JSON"),
        (b"[" * 9_000, "not a line of JSON"),
        (b"[1]", "not a JSON object"),
        (b"{}", "16 hexadecimal digits"),
        (b'{"key": 12}', "16 hexadecimal digits"),
        (b'{"key": "12"}', "16 hexadecimal digits"),
        (b'{"key": "0000000000000001", "read": 1}', "read must be true or false"),
        (b'{"key": "0000000000000001", "read_at": true}', "milliseconds"),
        (b'{"key": "0000000000000001", "starred_at": -1}', "milliseconds"),
        (b'{"key": "0000000000000001", "starred_at": 1e300}', "milliseconds"),
        (b'{"key": "0000000000000001", "read_at": 9223372036854775807}', "milliseconds"),
        (b"\xff\xfe", "not a line of JSON"),
        (b"x" * 20_000, "longer than"),
    ],
    ids=range(13),
)
def test_a_mistaken_line_is_refused_with_its_number_and_the_rest_is_taken(
    marks: Marks, line: bytes, reason: str
) -> None:
    good = marksfile.line(Entry(1, True, 5)).encode()
    told: list[tuple[int, str]] = []
    report = marksfile.Report()
    file = io.BytesIO(b"\n".join([good, line, b"", good.replace(b"001", b"002")]))
    for _ in marksfile.merge(marks, file, "x", report, lambda *what: told.append(what)):
        pass
    assert (report.taken, report.refused) == (2, 1) and len(told) == 1
    assert told[0][0] == 2 and reason in told[0][1]
    assert marks.of([1, 2]) == {1: Mark(read=True), 2: Mark(read=True)}


def test_a_file_that_holds_no_marks_is_not_read_to_its_end(marks: Marks) -> None:
    told: list[int] = []
    with pytest.raises(NewsreaderError, match="holds no marks"):
        list(
            marksfile.merge(
                marks, io.BytesIO(b"x\n" * 1000), "x", marksfile.Report(), lambda n, _: told.append(n)
            )
        )
    assert len(told) == marksfile.MISTAKES_LIMIT


def test_a_line_without_an_end_is_not_read_for_ever(marks: Marks) -> None:
    class Zeros(io.RawIOBase):
        read_ = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            self.read_ += len(buffer)
            buffer[:] = bytes(len(buffer))
            assert self.read_ < 10 * marksfile.ENDLESS
            return len(buffer)

    good = marksfile.line(Entry(1, True, 5)).encode() + b"\n"
    long = b"x" * (marksfile.ENDLESS - 10) + b"\n"
    told: list[int] = []
    for _ in marksfile.merge(
        marks, io.BytesIO(good + long + long), "x", marksfile.Report(), lambda n, _: told.append(n)
    ):
        pass
    assert told == [2, 3] and marks.of([1])[1].read, "each line is counted for itself"
    endless = marksfile.merge(marks, io.BufferedReader(Zeros()), "x", marksfile.Report(), lambda n, _: None)  # type: ignore[type-var]
    with pytest.raises(NewsreaderError, match="line 1 is longer than 1,000,000 bytes"):
        list(endless)


def test_what_others_add_to_a_line_is_passed_over() -> None:
    line = b'{"key": "00000000000000ff", "read": true, "read_at": 3, "tags": ["x"]}'
    assert marksfile.parsed(line) == Entry(255, True, 3)


def test_only_a_file_of_marks_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "marks.jsonl"
    line = marksfile.line(Entry(1, True, 5))
    assert marksfile.write(path, [line, line]) == 2
    assert marksfile.write(path, [line]) == 1 and path.read_text() == f"{line}\n"
    path.write_text("my diary\n")
    with pytest.raises(NewsreaderError, match="holds no marks"):
        marksfile.write(path, [line])
    assert path.read_text() == "my diary\n"
    with pytest.raises(NewsreaderError, match="no such file"):
        marksfile.write(tmp_path / "no" / "folder", [line])
    assert sorted(found.name for found in folder.iterdir()) == ["marks.jsonl"]


def test_a_link_stays_a_link_and_a_failed_export_leaves_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    link, path = folder / "link", folder / "real"
    marksfile.write(path, [marksfile.line(Entry(1))])
    link.symlink_to(path)
    marksfile.write(link, [marksfile.line(Entry(2))])
    assert link.is_symlink() and '"0000000000000002"' in path.read_text()

    def failing() -> object:
        yield marksfile.line(Entry(3))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        marksfile.write(path, failing())  # type: ignore[arg-type]
    assert '"0000000000000002"' in path.read_text() and len(list(folder.iterdir())) == 2
