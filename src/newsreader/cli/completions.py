"""Completion for shells, made from the parser: what a user may type next, with what it does."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from newsreader.records import NamedTuple

FILES = "PATH", "FILE"
"""What the help calls arguments that are files."""


class Word(NamedTuple):
    """Something that may be typed: how it is written, what it does, and what must follow it."""

    names: tuple[str, ...]
    help: str
    value: tuple[str, ...] | str | None = None
    """The choices, the name of a value that may be anything, or None where nothing follows."""
    usage: str = ""
    """How an argument, or the value of an option, stands in the usage of its command: `[QUERY ...]`."""


class Syntax(NamedTuple):
    """What may follow a command: other commands, options, and arguments."""

    path: tuple[str, ...]
    summary: str
    commands: list[Word]
    options: list[Word]
    arguments: list[Word]


def script(shell: str, parser: argparse.ArgumentParser) -> str:
    """The completion of a shell as a script."""
    return "\n".join([*SHELLS[shell](list(syntaxes(parser))), ""])


def syntaxes(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[Syntax]:
    """What may be typed, for the program and then for each of its commands."""
    found = Syntax(path, parser.description or "", [], [], [])
    inner: list[tuple[str, argparse.ArgumentParser]] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found.commands.extend(
                Word((choice.dest,), choice.help or "") for choice in action._choices_actions
            )
            inner += [(name, later.parser()) for name, later in action.choices.items()]
            continue
        choices = tuple(map(str, action.choices or ()))
        name = str(action.metavar or action.dest.upper())
        value = None if action.nargs in (0, "?") else choices or name
        words = found.options if action.option_strings else found.arguments
        names = tuple(action.option_strings) or (name,)
        usage = _usage(f"{{{','.join(choices)}}}" if choices else name, action.nargs)
        words.append(Word(names, action.help or "", value, usage))
    yield found
    for name, command in inner:
        yield from syntaxes(command, (*path, name))


def _usage(name: str, number: int | str | None) -> str:
    """A value of which there are as many as argparse says by `number`."""
    if number == 0:
        return ""
    return {"?": f"[{name}]", "*": f"[{name} ...]", "+": f"{name} ..."}.get(str(number), name)


def _bash(all_: list[Syntax]) -> Iterator[str]:
    valued = {
        name: word.value for syntax in all_ for word in syntax.options for name in word.names if word.value
    }
    yield "# bash completion: save this as ~/.local/share/bash-completion/completions/newsreader"
    yield "_newsreader() {"
    yield "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}"
    yield "    local command='' at words=''"
    yield "    for ((at = 1; at < COMP_CWORD; at++)); do"
    yield "        case ${COMP_WORDS[at]} in"
    yield f"            {'|'.join(valued)}) ((at++)) ;;"
    yield "            -*) ;;"
    yield '            *) case "$command ${COMP_WORDS[at]}" in'
    known = "|".join(f'" {" ".join(syntax.path)}"' for syntax in all_ if syntax.path)
    yield f'                {known}) command="$command ${{COMP_WORDS[at]}}" ;;'
    yield "            esac ;;"
    yield "        esac"
    yield "    done"
    yield "    case $before in"
    for name, value in valued.items():
        yield f"        {name}) {_bash_value(value)}; return ;;"
    yield "    esac"
    yield '    case "$command" in'
    for syntax in all_:
        words = [word.names[-1] for word in (*syntax.commands, *syntax.options)]
        choices = [
            choice for word in syntax.arguments if isinstance(word.value, tuple) for choice in word.value
        ]
        path = "".join(f" {part}" for part in syntax.path)
        files = " compopt -o default;" if any(word.value in FILES for word in syntax.arguments) else ""
        yield f'        "{path}"){files} words="{" ".join([*choices, *words])}" ;;'
    yield "    esac"
    yield '    COMPREPLY=($(compgen -W "$words" -- "$current"))'
    yield "}"
    yield "complete -F _newsreader newsreader"


def _bash_value(value: tuple[str, ...] | str | None) -> str:
    if isinstance(value, tuple):
        return f'COMPREPLY=($(compgen -W "{" ".join(value)}" -- "$current"))'
    return "compopt -o default" if value in FILES else "COMPREPLY=()"


def _zsh(all_: list[Syntax]) -> Iterator[str]:
    yield "#compdef newsreader"
    yield "# zsh completion: save this as _newsreader in a folder of $fpath"
    for syntax in all_:
        yield f"{_zsh_name(syntax.path)}() {{"
        yield "    local context state state_descr line; typeset -A opt_args"
        yield "    _arguments -C -s -S \\"
        for word in syntax.options:
            for name in word.names:
                yield f"        {_quoted(f'{name}[{_bare(word.help)}]{_zsh_value(word)}')} \\"
        for at, word in enumerate(syntax.arguments, 1):
            place = "*" if at == len(syntax.arguments) else at
            yield f"        {_quoted(f'{place}{_zsh_value(word)}')} \\"
        if syntax.commands:
            yield "        '1: :->command' '*::: :->rest'"
            yield "    case $state in"
            named = " ".join(_quoted(f"{word.names[0]}:{word.help}") for word in syntax.commands)
            yield f"        command) local -a commands=({named}); _describe command commands ;;"
            prefix = _zsh_name(syntax.path)
            yield '        rest) words=($line[1] "${words[@]}"); ((CURRENT += 1))'
            yield "        case $line[1] in"
            for word in syntax.commands:
                yield f"            {word.names[0]}) {prefix}_{word.names[0]} ;;"
            yield "        esac ;;"
            yield "    esac"
        else:
            yield "        && return"
        yield "}"
    yield '_newsreader "$@"'


def _zsh_name(path: tuple[str, ...]) -> str:
    return "_".join(("_newsreader", *path))


def _zsh_value(word: Word) -> str:
    if word.value is None:
        return ""
    if isinstance(word.value, tuple):
        return f":{word.names[-1].lstrip('-')}:({' '.join(word.value)})"
    return f":{word.value.lower()}:{'_files' if word.value in FILES else ' '}"


def _fish(all_: list[Syntax]) -> Iterator[str]:
    yield "# fish completion: save this as ~/.config/fish/completions/newsreader.fish"
    yield "complete -c newsreader -f"
    for syntax in all_:
        path, names = syntax.path, " ".join(word.names[0] for word in syntax.commands)
        seen = [f"__fish_seen_subcommand_from {part}" for part in path]
        before = [f"not __fish_seen_subcommand_from {names}"] if names else []
        others = {other.path[0] for other in all_ if len(other.path) > 1 and other.path[1:] == path}
        before += [f"not __fish_seen_subcommand_from {' '.join(sorted(others))}"] if others else []
        here = _quoted("; and ".join(seen + before)) if seen or before else "true"
        for word in syntax.commands:
            yield f"complete -c newsreader -n {here} -a {word.names[0]} -d {_quoted(word.help)}"
        for word in syntax.options:
            flags = " ".join(f"-l {n[2:]}" if n.startswith("--") else f"-s {n[1:]}" for n in word.names)
            yield f"complete -c newsreader -n {here} {flags} -d {_quoted(word.help)}{_fish_value(word)}"
        for word in syntax.arguments:
            if isinstance(word.value, tuple):
                yield f"complete -c newsreader -n {here} -a {_quoted(' '.join(word.value))}"
            elif word.value in FILES:
                yield f"complete -c newsreader -n {here} -F"


def _fish_value(word: Word) -> str:
    if isinstance(word.value, tuple):
        return f" -x -a {_quoted(' '.join(word.value))}"
    return "" if word.value is None else " -r -F" if word.value in FILES else " -x"


def _bare(text: str) -> str:
    """Text that stands inside of a zsh specification."""
    return text.replace("[", "(").replace("]", ")").replace(":", " -")


def _quoted(text: str) -> str:
    """A word for any of the three shells; no apostrophe stands in our help."""
    return f"'{text.replace(chr(39), '’')}'"


SHELLS: dict[str, Callable[[list[Syntax]], Iterator[str]]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
