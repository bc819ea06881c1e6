"""The tools on the command line.

python -m server                          lists them
python -m server smooth --sigma 2         prints the numbers as CSV
python -m server smooth --form json       prints another form
python -m server smooth --out smooth.png  writes the form that the file's ending names
python -m server smooth FILE --sigma 5    smooths a column of a file instead
python -m server describe FILE            tells what a file holds; convert FILE OUT rewrites it
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from server import cli_files, cli_smooth
from server.errors import InputError, InputErrors, SigmascopeError
from server.tools.catalogue import TOOLS, find
from server.tools.fields import FormField, fields_of
from server.tools.options import FigureOptions
from server.tools.parameters import parse
from server.tools.tool import FIGURE_FORMS, Tool

WRONG_USE = 2  # the exit code, as argparse has it
OPTIONS = ("tool", "form", "out")
PRINTED = ("csv", "json", "py")  # forms that a terminal can show


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one tool; 0, or 2 where something asked for cannot be."""
    told = sys.argv[1:] if arguments is None else arguments
    if cli_smooth.is_meant(told):
        return _reported("smooth", lambda: _write(*cli_smooth.work(told[1:])))
    asked = _parser().parse_args(told)
    if asked.tool in cli_files.VERBS:
        return cli_files.run(asked.tool, asked)
    given = vars(asked)
    tool = find(given["tool"]) if given["tool"] else None
    if tool is None:
        words = {tool.name: tool.summary for tool in TOOLS} | dict(cli_files.VERBS)
        print("\n".join(f"{name:<17}{summary}" for name, summary in words.items()))
        return 0
    return _reported(tool.name, lambda: _run(tool, given))


def _run(tool: Tool[Any, Any], given: dict[str, Any]) -> None:
    form = _form(tool, given["form"], given["out"])
    looks = FigureOptions.model_fields if form in FIGURE_FORMS else {}
    named = {name: texts or [] for name, texts in given.items() if name not in OPTIONS}
    pairs = [(name, text) for name, texts in named.items() for text in texts]
    options = parse(FigureOptions, [pair for pair in pairs if pair[0] in looks])
    parameters = parse(tool.parameters, [pair for pair in pairs if pair[0] not in looks])
    _write(_content(tool, parameters, form, options), given["out"])


def _reported(name: str, work: Callable[[], None]) -> int:
    """Do the work; 0, or 2 with a message where it cannot be done."""
    try:
        work()
    except InputErrors as error:
        return _refuse(error.errors)
    except InputError as error:
        return _refuse([error])
    except (SigmascopeError, OSError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return WRONG_USE
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m server", description="The tools of Sigmascope.")
    verbs = parser.add_subparsers(dest="tool", metavar="TOOL")
    for tool in TOOLS:
        verb = verbs.add_parser(
            tool.name, help=tool.summary, description=tool.summary, allow_abbrev=False
        )
        for field in tool.fields:
            _add(verb, field)
        for field in fields_of(FigureOptions) if tool.figure else ():
            _add(verb, field)
        verb.add_argument("--form", choices=tool.forms, help="what to print or write; else csv")
        verb.add_argument("--out", type=Path, metavar="FILE", help="write to this file instead")
    cli_files.add_verbs(verbs)
    return parser


def _add(verb: argparse.ArgumentParser, field: FormField) -> None:
    """A flag for ``field``; texts are kept as they are, for the same checks as everywhere."""
    allowed = f"one of {field.allowed}" if field.kind == "choice" else field.allowed
    words = f"{field.help} {allowed[0].upper()}{allowed[1:]}.".strip()
    plain = words.replace("%", "%%")  # argparse would fill it in
    verb.add_argument(f"--{field.name}", metavar="VALUE", help=plain, action="append")


def _form(tool: Tool[Any, Any], form: str | None, out: Path | None) -> str:
    """What was asked for, else what the file's ending names, else CSV."""
    chosen = form or (out.suffix.removeprefix(".").lower() if out else "csv")
    if chosen not in tool.forms:
        raise InputError(
            "out", f"its ending “.{chosen}” is no form of {tool.name}", _all(tool.forms)
        )
    if out is None and chosen not in PRINTED and sys.stdout.isatty():
        raise InputError("form", f"{chosen} is nothing to read; name a file", "--out FILE")
    return chosen


def _all(forms: Sequence[str]) -> str:
    return ", ".join(f".{form}" for form in forms)


def _content(
    tool: Tool[Any, Any], parameters: Any, form: str, options: FigureOptions
) -> Iterator[bytes]:
    from server.web.tool_forms import content

    body = content(tool, parameters, tool.compute(parameters), form, options)
    for part in (body,) if isinstance(body, bytes | str) else body:
        yield part.encode() if isinstance(part, str) else part


def _write(parts: Iterator[bytes], out: Path | None) -> None:
    """To the file, made only when there is something to write, or to the standard output."""
    first = next(parts, b"")
    if out is None:
        sys.stdout.buffer.write(first)
        sys.stdout.buffer.writelines(parts)
        sys.stdout.buffer.flush()
        return
    with out.open("wb") as file:
        file.write(first)
        file.writelines(parts)


def _refuse(errors: Sequence[InputError]) -> int:
    for error in errors:
        print(error, file=sys.stderr)
    return WRONG_USE


if __name__ == "__main__":
    sys.exit(main())
