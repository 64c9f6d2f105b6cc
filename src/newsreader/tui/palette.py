"""The command palette's entries: the table of commands, every topic and provider; and the themes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.css.styles import RenderStyles

from newsreader import dates, safetext
from newsreader.marks import Past
from newsreader.tui import themes
from newsreader.tui.closing import ClosedOnce
from newsreader.tui.commands import Command
from newsreader.tui.keymap import key_label
from newsreader.tui.wording import count

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp
    from newsreader.tui.screen import ReaderScreen


class Palette(CommandPalette, ClosedOnce[None]):
    """Textual's palette, whose errors would end the program."""

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):  # the lines of a list for which there is no room
            super()._action_command_list(action)

    def get_component_styles(self, *names: str) -> RenderStyles:
        try:
            return super().get_component_styles(*names)
        except KeyError:  # it is not drawn yet, or no more, and still gathers what to show
            return self.styles


class CommandProvider(Provider):
    """Finds commands by label or help, what can be taken back, and entries of the sidebar by name."""

    async def discover(self) -> Hits:
        screen = cast("ReaderScreen", self.screen)
        for command in _offered(screen):
            keys = ", ".join(map(key_label, command.keys))
            label = Content.assemble(command.label, (f"  {keys}", "dim"))
            yield DiscoveryHit(label, partial(screen.run_command, command), command.label, command.help)
        for past in await asyncio.to_thread(screen.acting.steps):
            label = Content(_past_label(past))
            yield DiscoveryHit(label, partial(screen.acting.undo_to, past), label.plain)

    async def search(self, query: str) -> Hits:
        screen = cast("ReaderScreen", self.screen)
        matcher = self.matcher(query)
        for command in _offered(screen):
            score = matcher.match(command.label) or 0.3 * (query.casefold() in command.help.casefold())
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(command.label),
                    partial(screen.run_command, command),
                    command.label,
                    command.help,
                )
        for past in await asyncio.to_thread(screen.acting.steps):
            text = _past_label(past)
            if (score := matcher.match(text)) > 0:
                yield Hit(score * 0.8, Content(text), partial(screen.acting.undo_to, past), text)
        for view in screen.views:
            label = f"Go to {safetext.line(view.name)}"
            if view.query is not None and (score := matcher.match(label)) > 0:
                # Not `matcher.highlight`, which takes the name for markup.
                yield Hit(score * 0.9, Content(label), partial(screen.go_to, view), label)


def _offered(screen: ReaderScreen) -> Iterator[Command]:
    """The commands that can be done on the reader screen, in one pane or another."""
    return (command for command in screen.keymap if command.panes != ("trends",))


class ThemeProvider(Provider):
    """Finds themes: ours, and then those that come with Textual."""

    async def discover(self) -> Hits:
        for name in self._names:
            yield DiscoveryHit(_theme_label(name, name == self.app.theme), partial(self._choose, name), name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name in self._names:
            if (score := matcher.match(name)) > 0:
                yield Hit(
                    score, _theme_label(name, name == self.app.theme), partial(self._choose, name), name
                )

    @property
    def _names(self) -> list[str]:
        ours = [theme.name for theme in themes.OURS]
        return [*ours, *sorted(set(self.app.available_themes) - set(ours))]

    def _choose(self, name: str) -> None:
        cast("NewsreaderApp", self.app).choose_theme(name)


def _past_label(past: Past) -> str:
    """Like `Take back: marked read: AI · 214 stories, 10:42`; all since then is taken back with it."""
    what, when = safetext.line(past.label, 120), dates.short_date(past.made_at)
    return f"Take back: {what} · {count(past.stories)}, {when}"


def _theme_label(name: str, is_now: bool) -> Content:
    return Content.assemble(name, ("  now", "dim") if is_now else "")
