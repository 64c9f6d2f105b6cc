"""Two themes of our own: restrained, with one accent, legible in both directions."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="newsreader-dark",
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
    name="newsreader-light",
    primary="#2f6690",
    secondary="#51687a",
    accent="#9c5b00",
    warning="#9c5b00",
    error="#b3261e",
    success="#3d7a2a",
    foreground="#22272d",
    background="#fbfaf7",
    surface="#f5f3ee",
    panel="#e6e2d8",
    dark=False,
    variables={"border": "#b9b3a5", "border-blurred": "#d3cdbf", "input-selection-background": "#2f6690 25%"},
)

BY_NAME = {"dark": DARK, "light": LIGHT}
