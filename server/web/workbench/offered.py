"""What a file offers to the workbench: its columns, or the members of a container."""

from dataclasses import dataclass
from urllib.parse import urlencode

from server.datafiles.model import Column, flat
from server.web.subjects import Subject
from server.web.workbench.reading import along
from server.workbench.recipe import Recipe

USABLE = ("number", "duration")


@dataclass(frozen=True)
class Offer:
    """A column, or a member, that may be looked at."""

    name: str
    label: str
    unit: str
    url: str
    current: bool
    gaps: int | None = None
    is_x: bool = False  # the others lie along it
    can_be_x: bool = False


@dataclass(frozen=True)
class MemberOffer:
    """A member of a container."""

    path: str
    shape: tuple[int, ...]
    url: str
    current: bool
    wanted: bool  # whether it is worth beginning with: an array or a table, not empty


def columns_of(subject: Subject, recipe: Recipe) -> list[Offer]:
    """The columns of the table that ``subject`` is about; of a field none."""
    if subject.is_container:
        return []
    told = subject.description.columns
    positions = along(subject, recipe)
    chosen = recipe.y or subject.place[1] or _first(told, positions)
    return [
        Offer(
            name=name,
            label=known.title or column.label or name,
            unit=known.unit or column.unit,
            url=f"/workbench?{urlencode(_query(subject, recipe, name))}",
            current=name == chosen,
            gaps=column.missing,
            is_x=name == positions,
            can_be_x=column.kind in {*USABLE, "date"},
        )
        for column in told
        if column.kind in {*USABLE, "date"}
        for name in [_shown(subject, column)]
        for known in [subject.column(name)]
    ]


def members_of(subject: Subject) -> list[MemberOffer]:
    """The members of the container that ``subject`` lies in."""
    if subject.whole.layout != "container":
        return []
    return [
        MemberOffer(
            member.path,
            member.shape,
            f"/workbench?{urlencode({'file': subject.file.id, 'inside': member.path})}",
            member.path == subject.place[0],
            member.kind in {"array", "table", "image"} and all(member.shape) and bool(member.shape),
        )
        for member in flat(subject.whole.members)
        if member.kind not in {"group", "unreadable", "text"}
    ]


def _query(subject: Subject, recipe: Recipe, name: str) -> list[tuple[str, str]]:
    """The same smoothing of another column; what was seen of the other's values is forgotten."""
    other = recipe.model_copy(update={"y": name, "ymin": None, "ymax": None})
    if subject.place[1]:  # one column of the member was meant
        other = other.model_copy(update={"inside": subject.place[0]})
    return other.pairs()


def _first(columns: tuple[Column, ...], positions: str) -> str:
    numbers = [column.name for column in columns if column.kind in USABLE]
    return next((name for name in [n for n in numbers if n != positions] or numbers), "")


def _shown(subject: Subject, column: Column) -> str:
    """The name that the library gives the only column of a file that names none."""
    known = subject.file.columns
    alone = len(subject.description.columns) == 1 and len(known) == 1 and not subject.place[0]
    return known[0].name if alone and column.name == "value" else column.name
