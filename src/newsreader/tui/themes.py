"""Three themes of our own: two that are restrained, with one accent, and the terminal's own colours."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

from newsreader.errors import nearest

DARK = Theme(
    name="dark",
    primary="#7aa2c8",
    secondary="#8aa0b4",
    accent="#e0a458",
    warning="#e0a458",
    error="#e06c75",
    success="#8fb573",
    foreground="#d5d9de",
    background="#14171b",
    surface="#181c21",
    panel="#232a32",
    dark=True,
    variables={"border": "#38424d", "border-blurred": "#2b333c", "input-selection-background": "#7aa2c8 35%"},
)

LIGHT = Theme(
    name="light",
    primary="#2b5f88",
    secondary="#51687a",
    accent="#8a4f00",
    warning="#8a4f00",
    error="#b3261e",
    success="#3d7a2a",
    foreground="#22272d",
    background="#fbfaf7",
    surface="#f5f3ee",
    panel="#e6e2d8",
    dark=False,
    variables={"border": "#b9b3a5", "border-blurred": "#d3cdbf", "input-selection-background": "#2f6690 25%"},
)

TERMINAL = Theme(
    name="terminal",
    ansi=True,
    primary="ansi_blue",
    accent="ansi_magenta",
    warning="ansi_magenta",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "border": "ansi_bright_black",
        "border-blurred": "ansi_bright_black",
        "text-muted": "ansi_default",
        "input-cursor-text-style": "reverse",
    },
)
"""Draws with the sixteen colours of the terminal on its own background. They cannot be blended: app.tcss says
under `:ansi` how quiet text and the cursor look."""

OURS = (DARK, LIGHT, TERMINAL)


def is_theme(name: str) -> bool:
    """Whether a theme is called this."""
    return name in BUILTIN_THEMES or name in (theme.name for theme in OURS)


def mistake(name: str) -> tuple[str, str]:
    """What to say of a name that no theme has, and what to do."""
    near = nearest(name, [*(theme.name for theme in OURS), *BUILTIN_THEMES])
    return f"theme: no theme is called {name}", f"did you mean {near[0]}?" if near else "T shows them all"
