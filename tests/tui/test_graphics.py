"""What terminals say of pictures, and what is sent to one that shows them with kitty's protocol."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.tui import graphics
from newsreader.tui.graphics import Kitty, Terminal, understood


@pytest.mark.parametrize(
    ("said", "means"),
    [
        (b"", Terminal()),
        (b"\x1b[?62;4;22c", Terminal(sixel=True)),
        (b"\x1b[?64;14;44c", Terminal()),
        (b"\x1b_Gi=31;OK\x1b\\\x1b[6;18;9t\x1b[?62;c", Terminal(kitty=True, cell=(9, 18))),
        (b"\x1b_Gi=31;ENOENT:no\x1b\\\x1b[6;0;0t\x1b[?62;c", Terminal()),
        (b"n\x1b[6;18;9tj\x1b[?62;4cp", Terminal(sixel=True, cell=(9, 18), typed="njp")),
        (b"\x1b[6;18;9t", Terminal(cell=(9, 18))),
    ],
)
def test_answers(said: bytes, means: Terminal) -> None:
    assert understood(said) == means
    assert understood(said, (7, 7)).cell == (7, 7), "what is known need not be told"


@given(st.binary())
def test_no_answer_breaks_it(said: bytes) -> None:
    assert understood(said).typed.isalnum() or not understood(said).typed


def test_without_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "__stdin__", None)
    assert graphics.ask() == Terminal()


def test_a_picture_is_sent_at_once_and_forgotten() -> None:
    sent: list[str] = []
    kitty = Kitty(sent.append)
    kitty.send(i=7, m=1, f=100, payload="AAAA", q=2)
    kitty.send(i=7, m=0, f=100, payload="BB", q=2)
    kitty.send(a="p", i=7, c=3, r=2, U=1, q=2)
    assert sent == [
        "\x1b_Gi=7,m=1,f=100,q=2;AAAA\x1b\\\x1b_Gi=7,m=0,f=100,q=2;BB\x1b\\",
        "\x1b_Ga=p,i=7,c=3,r=2,U=1,q=2\x1b\\",
    ]
    sent.clear()
    kitty.send(i=8, m=0, f=100, payload="CC", q=2)
    kitty.send(a="d", I=7)
    assert sent[1:] == ["\x1b_Ga=d,d=I,i=7,q=2\x1b\\"]
    sent.clear()
    kitty.forget_all()
    kitty.forget_all()
    assert sent == ["\x1b_Ga=d,d=I,i=8,q=2\x1b\\"]
