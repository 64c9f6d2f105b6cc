"""The table of commands. Keys, palette, key bar, help screen and docs/keys.md are all made from it."""

from __future__ import annotations

import inspect
from typing import Final, Literal

from newsreader.records import NamedTuple

Pane = Literal["topics", "headlines", "story", "trends"]
PANES: Final[tuple[Pane, ...]] = ("topics", "headlines", "story")
"""The panes of the reader screen; the trends are a screen of their own, for its keys a pane like these."""


class Command(NamedTuple):
    """Something the user can do.

    `keys` are sequences of key names (`g g` is g pressed twice); `action` is the method `do_{action}` of the
    screen, or `part.action` of a part of it, called with `arguments`; `panes` are those in which it applies;
    `bar` are the panes whose key bar shows it, as `bar_label`, once for all with the same label.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    action: str
    arguments: tuple[object, ...] = ()
    panes: tuple[Pane, ...] = PANES
    bar: tuple[Pane, ...] = ()
    bar_label: str = ""

    def applies(self, pane: Pane) -> bool:
        """Whether the command can be used in `pane`."""
        return pane in self.panes

    async def do(self, screen: object) -> None:
        """Do it on the screen that it is meant for."""
        part, _, action = self.action.rpartition(".")
        done = getattr(getattr(screen, part) if part else screen, f"do_{action}")(*self.arguments)
        if inspect.isawaitable(done):
            await done


_STORY: Final[tuple[Pane, ...]] = ("headlines", "story")
_TRENDS: Final[tuple[Pane, ...]] = ("trends",)
_EVERYWHERE: Final = (*PANES, *_TRENDS)

GROUPS: Final[dict[str, tuple[Command, ...]]] = {
    "Moving": (
        Command(
            "move.down", ("j", "down"), "Down", "One line down; in a story, to the next link",
            "moving.by", (1,),
        ),
        Command(
            "move.up", ("k", "up"), "Up", "One line up; in a story, to the link before",
            "moving.by", (-1,),
        ),
        Command("move.page_down", ("pagedown", "ctrl+f"), "Page down", "One page down", "moving.page", (1,)),
        Command("move.page_up", ("pageup", "ctrl+b"), "Page up", "One page up", "moving.page", (-1,)),
        Command("move.top", ("g g", "home"), "Top", "To the first line", "moving.end", (False,)),
        Command("move.bottom", ("G", "end"), "Bottom", "To the last line", "moving.end", (True,)),
        Command(
            "move.read_on", ("space",), "Read on", "Open the story, scroll it, then open the next unread one",
            "moving.read_on", bar=("story",), bar_label="read on",
        ),
        Command(
            "move.next_unread", ("n",), "Next unread", "To the next unread story",
            "moving.unread", (1,), bar=_STORY, bar_label="next unread",
        ),
        Command(
            "move.previous_unread", ("p",), "Previous unread", "To the previous unread story",
            "moving.unread", (-1,),
        ),
        Command(
            "move.next_view", ("]",), "Next topic", "To the next line of the sidebar",
            "moving.view", (1,),
        ),
        Command(
            "move.previous_view", ("[",), "Previous topic", "To the sidebar's line before",
            "moving.view", (-1,),
        ),
    ),
    "Panes": (
        Command(
            "pane.open", ("enter",), "Open", "Open the topic, the story or the selected link",
            "open", bar=("topics", "headlines"), bar_label="open",
        ),
        Command(
            "pane.back", ("escape", "alt+left"), "Back",
            "Back from a related story, from the story, from a search",
            "back", bar=("story",), bar_label="back",
        ),
        Command(
            "pane.forward", ("alt+right", "shift+escape"), "Forward", "To the story that Esc came back from",
            "forward", panes=("story",),
        ),
        Command("pane.zen", ("z",), "Zen", "Only the story, and back again", "panes.zen"),
        Command("pane.right", ("l", "right"), "Right", "To the pane on the right", "panes.step", (1,)),
        Command("pane.left", ("h", "left"), "Left", "To the pane on the left", "panes.step", (-1,)),
        Command("pane.next", ("tab",), "Next pane", "To the next pane, and around", "panes.around", (1,)),
        Command(
            "pane.previous", ("shift+tab",), "Previous pane", "To the pane before, and around",
            "panes.around", (-1,),
        ),
        Command(
            "pane.narrower", ("<",), "Narrower", "Make the pane narrower, or lower where it is above another",
            "panes.resize", (-1,),
        ),
        Command(
            "pane.wider", (">",), "Wider", "Make the pane wider, or higher where it is above another",
            "panes.resize", (1,),
        ),
        Command(
            "pane.usual_sizes", ("=",), "Usual sizes", "Give the panes their usual sizes again",
            "panes.usual_sizes",
        ),
        Command("pane.topics", ("1",), "Topics", "To the topics", "panes.focus", ("topics",)),
        Command("pane.headlines", ("2",), "Headlines", "To the headlines", "panes.focus", ("headlines",)),
        Command("pane.story", ("3",), "Story", "To the story, which opens it", "panes.focus", ("story",)),
    ),
    "Lists": (
        Command(
            "list.search", ("/",), "Search", 'Search this list as you type: words, "phrases", pre*, -not',
            "search", bar=("topics", "headlines"), bar_label="search",
        ),
        Command(
            "list.state", ("a",), "All, unread, starred",
            "All stories of the view, then its unread, then its starred ones",
            "look", ("state",), panes=_STORY,
        ),
        Command(
            "list.order", ("S",), "Sort", "Order the list: newest, oldest, heat, quality, title",
            "look", ("order",), panes=_STORY,
        ),
        Command(
            "list.rows", ("L",), "Lines of a headline", "Headlines on one line, on two, or as fit the pane",
            "panes.rows",
        ),
        Command(
            "list.save", ("w",), "Keep this search",
            "Give what is shown a name, under which it then stands in the sidebar", "arranging.save",
        ),
        Command(
            "list.read", ("A",), "Mark list read", "Mark every story of the list as read",
            "several.list_read", ("all",),
        ),
        Command(
            "list.read_above", ("K",), "Mark above read", "Mark the stories above the cursor as read",
            "several.list_read", ("above",), panes=("headlines",),
        ),
        Command(
            "list.read_below", ("J",), "Mark below read", "Mark the stories below the cursor as read",
            "several.list_read", ("below",), panes=("headlines",),
        ),
        Command(
            "list.read_older", ("B",), "Mark older read",
            "Mark as read what is older than a date or an age that you type", "several.older_read",
        ),
        Command(
            "list.select", ("v",), "Select", "Select stories from here on, for m, s, o, y, e; again ends it",
            "several.select", panes=("headlines",),
        ),
        Command(
            "list.select_down", ("shift+down",), "Select down", "Select the next story too",
            "several.extend", (1,), panes=("headlines",),
        ),
        Command(
            "list.select_up", ("shift+up",), "Select up", "Select the story before too",
            "several.extend", (-1,), panes=("headlines",),
        ),
        Command(
            "list.browse", ("O",), "Open several",
            "Open what is selected in the browser, or else what is unread in the list", "several.browse",
        ),
        Command(
            "list.export", ("E",), "Export list",
            "Write every story of the list to a file; its name says how: .md .html .csv .jsonl",
            "exporting.list",
        ),
        Command(
            "list.fold", ("f",), "Fold stories",
            "Show each story once, with the number of other headlines of it; again shows all",
            "browsing.fold", panes=("headlines",),
        ),
        Command(
            "list.trends", ("t",), "Trends", "Draw the list over time, its heat, its topics and providers",
            "trends",
        ),
        Command(
            "list.refresh", ("r",), "Refresh",
            "Take the list anew, and look for new stories where yours came from", "refresh",
        ),
    ),
    "Topics": (
        Command(
            "topics.fold", ("f",), "Fold group", "Fold the group away, or show it again",
            "arranging.fold", panes=("topics",), bar=("topics",), bar_label="fold",
        ),
        Command(
            "topics.filter", ("F",), "Find a topic", "Only the entries with what you type in their name",
            "arranging.filter", bar=("topics",), bar_label="find",
        ),
        Command(
            "topics.order", ("S",), "Sort topics", "Topics and providers by name, or by unread stories",
            "arranging.order", panes=("topics",),
        ),
        Command(
            "topics.hide_read", ("a",), "Hide what is read", "Only what holds unread stories, or everything",
            "arranging.hide_read", panes=("topics",), bar=("topics",), bar_label="hide read",
        ),
        Command(
            "topics.weeks", ("W",), "The last weeks",
            "How much came in each of the eight weeks up to the newest story, or not",
            "arranging.weeks", panes=("topics",),
        ),
        Command(
            "topics.forget", ("D",), "Take search away", "Take the search of yours out of the sidebar",
            "arranging.forget", panes=("topics",),
        ),
    ),
    "Stories": (
        Command(
            "story.browse", ("o",), "Open in browser", "Open the story, or the selected link, in the browser",
            "acting.browse", panes=_STORY, bar=_STORY, bar_label="browser",
        ),
        Command(
            "story.browse_web", ("g w",), "Open web address", "Open the web address of the story",
            "acting.address", ("web",), panes=_STORY,
        ),
        Command(
            "story.browse_original", ("g o",), "Open original address",
            "Open the address where the story was first published",
            "acting.address", ("original",), panes=_STORY,
        ),
        Command(
            "story.browse_amp", ("g a",), "Open AMP address", "Open the AMP page of the story",
            "acting.address", ("AMP",), panes=_STORY,
        ),
        Command(
            "story.copy", ("y",), "Copy address", "Copy the address of the story, or of the selected link",
            "acting.copy", ("address",), panes=_STORY,
        ),
        Command(
            "story.copy_link", ("Y",), "Copy as link", "Copy title and address as a link in Markdown",
            "acting.copy", ("link",), panes=_STORY,
        ),
        Command(
            "story.copy_title", ("ctrl+y",), "Copy title", "Copy the title of the story",
            "acting.copy", ("title",), panes=_STORY,
        ),
        Command(
            "story.export", ("e",), "Export", "Write the story, or what is selected, to a file",
            "exporting.chosen", panes=_STORY,
        ),
        Command(
            "story.toggle_read", ("m",), "Read or unread", "Mark the story read, or unread again",
            "acting.toggle_read", panes=_STORY, bar=("headlines",), bar_label="read/unread",
        ),
        Command(
            "story.whole_read", ("M",), "Whole story read", "Mark everything that covers the story as read",
            "acting.whole_read", panes=_STORY,
        ),
        Command(
            "story.toggle_star", ("s",), "Star", "Star the story, or take its star away",
            "acting.toggle_star", panes=_STORY,
        ),
        Command(
            "story.picture", ("i",), "Picture", "Show the pictures of the story; asks before it fetches one",
            "gallery.show", panes=_STORY,
        ),
        Command(
            "story.number", ("f",), "Follow a number", "Go where the link with this number leads",
            "acting.number", panes=("story",), bar=("story",), bar_label="link",
        ),
        Command(
            "story.coverage", ("c",), "Coverage", "Who covered the story, in the order of time; back again",
            "acting.coverage", panes=_STORY,
        ),
        Command(
            "marks.undo", ("u",), "Undo", "Take the last change of marks back, one after another",
            "acting.undo",
        ),
        Command("marks.redo", ("ctrl+r",), "Redo", "Do again what was taken back", "acting.redo"),
    ),
    "In the trends": (
        Command(
            "trends.left", ("left", "h"), "Earlier", "To the bar before; in a list, to the one on the left",
            "across", (-1,), panes=_TRENDS, bar=_TRENDS, bar_label="move",
        ),
        Command(
            "trends.right", ("right", "l"), "Later", "To the next bar; in a list, to the one on the right",
            "across", (1,), panes=_TRENDS, bar=_TRENDS, bar_label="move",
        ),
        Command(
            "trends.in", ("+", "="), "Zoom in",
            "Shorter periods around the cursor: years, months, weeks, days",
            "zoom", (1,), panes=_TRENDS, bar=_TRENDS, bar_label="zoom",
        ),
        Command(
            "trends.out", ("-", "_"), "Zoom out", "Longer periods around the cursor",
            "zoom", (-1,), panes=_TRENDS, bar=_TRENDS, bar_label="zoom",
        ),
        Command(
            "trends.fit", ("0",), "Fit", "The periods that fit best",
            "fit", panes=_TRENDS, bar=_TRENDS, bar_label="fit",
        ),
        Command(
            "trends.next", ("tab",), "Next part", "To the chart, the topics, the providers, and around",
            "part", (1,), panes=_TRENDS, bar=_TRENDS, bar_label="topics",
        ),
        Command(
            "trends.previous", ("shift+tab",), "Part before", "The other way around",
            "part", (-1,), panes=_TRENDS,
        ),
        Command(
            "trends.down", ("down", "j"), "Down", "One topic or provider down",
            "down", (1,), panes=_TRENDS,
        ),
        Command(
            "trends.up", ("up", "k"), "Up", "One topic or provider up",
            "down", (-1,), panes=_TRENDS,
        ),
        Command(
            "trends.page_back", ("pageup", "ctrl+b"), "Page back", "One page back, or up",
            "page", (-1,), panes=_TRENDS,
        ),
        Command(
            "trends.page_on", ("pagedown", "ctrl+f"), "Page on", "One page on, or down",
            "page", (1,), panes=_TRENDS,
        ),
        Command(
            "trends.first", ("g g", "home"), "First", "To the oldest bar, or first line",
            "end", (False,), panes=_TRENDS,
        ),
        Command(
            "trends.last", ("G", "end"), "Last", "To the newest bar, or last line",
            "end", (True,), panes=_TRENDS,
        ),
        Command(
            "trends.show", ("enter",), "Show", "Show these stories as a list; Esc there leads back",
            "show", panes=_TRENDS, bar=_TRENDS, bar_label="show",
        ),
        Command(
            "trends.close", ("escape", "q", "t"), "Close", "Back to the list",
            "close", panes=_TRENDS, bar=_TRENDS, bar_label="back",
        ),
    ),
    "Program": (
        Command(
            "app.help", ("?",), "Help", "Show these keys", "help",
            panes=_EVERYWHERE, bar=_EVERYWHERE, bar_label="help",
        ),
        Command("app.palette", ("ctrl+p", ":"), "Commands", "Find a command or a topic by name", "palette"),
        Command(
            "app.theme", ("T",), "Theme", "Choose the colours", "reader.theme", panes=_EVERYWHERE,
        ),
        Command(
            "app.suspend", ("ctrl+z",), "Suspend", "Back to the shell; `fg` comes back here",
            "reader.suspend", panes=_EVERYWHERE,
        ),
        Command("pane.quit", ("q",), "Back or quit", "One step back; at the last, quit", "quit_or_back"),
        Command(
            "app.quit", ("ctrl+q", "ctrl+c"), "Quit", "Leave; what you marked is kept", "quit",
            panes=_EVERYWHERE,
        ),
    ),
}  # fmt: skip
"""Every command, by the heading under which the help shows it."""

SIGNS: Final = {
    "●": "Unread",
    "★": "Starred",
    "▌": "The line you are on",
    "41": "At the end of a headline: its quality, where somebody scored it",
}
"""What the signs on the screen mean."""
