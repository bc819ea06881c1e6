"""Smoothing a file on the command line, by the same recipe as on the page.

python -m server smooth FILE --column 2 --sigma 5 --out smooth.npy
python -m server smooth FILE --recipe view.json --out figure.pdf
"""

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from server import cli_files
from server.datafiles.files import describe
from server.datafiles.options import Options
from server.errors import InputError
from server.tools.fields import FormField, fields_of
from server.tools.parameters import Parameters, parse
from server.workbench.exports.in_form import FIGURES, FORMS, Form, exported, form_of
from server.workbench.exports.options import FigureOptions, NumberOptions
from server.workbench.exports.provenance import Data, made
from server.workbench.from_path import data_at
from server.workbench.recipe import GENERATED, Recipe, recipe_of_json

NO_FILE = frozenset({"file", "source", *GENERATED})  # of a recipe, what names other data


def is_meant(arguments: Sequence[str]) -> bool:
    """Whether ``smooth`` is to work on a file, not on generated data: the file comes first."""
    return len(arguments) > 1 and arguments[0] == "smooth" and not arguments[1].startswith("-")


def work(arguments: Sequence[str]) -> tuple[Iterator[bytes], Path | None]:
    """What is to be written, piece by piece, and where to (None: the standard output).

    Raises InputError, InputErrors, TooLarge, OSError.
    """
    given = vars(_parser().parse_args(arguments))
    out: Path | None = given["out"]
    form = given["form"] or (out.suffix.removeprefix(".").lower() if out else "csv")
    path = Path(given["file"])
    if out is not None and out.exists() and path.exists() and out.samefile(path):
        raise InputError("out", "a file is never written over itself", "another name")
    return _exported(path, form_of(form), _recipe(path, given), given), out


def _parser() -> argparse.ArgumentParser:
    words = "Smooth a column of a file, or a field, as the workbench does."
    parser = argparse.ArgumentParser(
        "python -m server smooth", description=words, allow_abbrev=False
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--recipe", type=Path, metavar="JSON", help="a recipe; flags change it")
    parser.add_argument("--column", metavar="COLUMN", help="number from 1, or name, of the values")
    parser.add_argument("--sigma", metavar="SAMPLES", help="short for --width with unit samples")
    for field in fields_of(Recipe):
        if field.name not in NO_FILE:
            _add(parser, field)
    for model in (NumberOptions, FigureOptions):
        for field in fields_of(model):
            _add(parser, field)
    cli_files.add_options(parser, without=("x",))
    parser.add_argument("--form", choices=FORMS, help="what to print or write; else csv")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to this file instead")
    return parser


def _add(parser: argparse.ArgumentParser, field: FormField) -> None:
    allowed = f"one of {field.allowed}" if field.kind == "choice" else field.allowed
    words = f"{field.help} {allowed[0].upper()}{allowed[1:]}.".strip().replace("%", "%%")
    action = "append" if field.name == "also" else "store"
    flag = f"--{field.name.replace('_', '-')}"
    parser.add_argument(flag, metavar="VALUE", dest=field.name, help=words, action=action)


def _recipe(path: Path, given: dict[str, Any]) -> Recipe:
    """The recipe in the file that is named, changed by what flags say."""
    body: dict[str, Any] = {}
    if given["recipe"] is not None:
        try:
            body = dict(orjson.loads(given["recipe"].read_bytes()))
        except (ValueError, TypeError) as error:
            raise InputError("recipe", f"is no JSON object: {error}") from error
        body = {name: value for name, value in body.items() if name not in NO_FILE}
    names = [field.name for field in fields_of(Recipe) if field.name not in NO_FILE]
    body |= {name: given[name] for name in names if given[name] is not None}
    if given["sigma"] is not None:
        body |= {"width": given["sigma"], "unit": "samples"}
    if given["column"] is not None:
        body["y"] = _column(path, given["column"], str(body.get("inside", "")), given)
    return recipe_of_json(body)


def _column(path: Path, told: str, inside: str, given: dict[str, Any]) -> str:
    """The name of a column that is told by its number or its name."""
    if not told.isdecimal():
        return told
    known = [column.name for column in describe(path, _options(given), inside).columns]
    if told in known:
        return told
    if not 1 <= int(told) <= len(known):
        raise InputError("column", f"there is no column {told}", f"1 to {len(known)}, or a name")
    return known[int(told) - 1]


def _options(given: dict[str, Any]) -> Options:
    return cli_files.options_of(argparse.Namespace(**{**given, "x": None}))


def _exported(path: Path, form: Form, recipe: Recipe, given: dict[str, Any]) -> Iterator[bytes]:
    options: FigureOptions | NumberOptions = (
        parse(FigureOptions, _pairs(FigureOptions, given))
        if form in FIGURES
        else parse(NumberOptions, _pairs(NumberOptions, given))
    )
    data, origin = data_at(path, recipe, _options(given))
    with path.open("rb") as file:
        about = made(recipe, Data(path.name, hashlib.file_digest(file, "sha256").hexdigest()))
    return exported(data, about, form, options, origin)


def _pairs(model: type[Parameters], given: dict[str, Any]) -> list[tuple[str, str]]:
    names = [field.name for field in fields_of(model)]
    return [(name, given[name]) for name in names if given[name] is not None]
