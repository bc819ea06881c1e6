"""What a tool is: declared once, used by the page, the API, the command line and the tests.

From one ``Tool`` come the page with its form, the checks of the query string, the API resource
with its OpenAPI entry, the navigation entry, the command-line verb, the downloadable script and
the README row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from server.figures.palette import Palette
from server.figures.sheet import Sheet
from server.tools.fields import FormField, fields_of
from server.tools.numbers import Numbers
from server.tools.parameters import Parameters

if TYPE_CHECKING:
    from matplotlib.figure import Figure

P = TypeVar("P", bound=Parameters)
R = TypeVar("R")

FIGURE_FORMS = ("png", "svg", "pdf")
NUMBER_FORMS = ("csv", "npy", "json")


@dataclass(frozen=True)
class Report:
    """What a result says in words: one sentence that can stand for the picture, then facts."""

    sentence: str
    facts: Mapping[str, str]
    headline: str = ""  # the result itself, where it is one number
    formula: str = ""  # what was computed, where one line can say it


@dataclass(frozen=True, kw_only=True)
class Tool(Generic[P, R]):
    """One declared tool. ``compute`` is pure: equal parameters give equal results."""

    name: str  # in the URL, the API and on the command line
    title: str
    summary: str  # one sentence: what it does
    icon: str  # a name in the icon sprite
    parameters: type[P]
    compute: Callable[[P], R]
    report: Callable[[P, R], Report]
    numbers: Callable[[P, R], Numbers]
    script: Callable[[P], str]  # a Python program that prints or draws the same numbers
    figure: "Callable[[P, R, Sheet], Figure] | None" = None  # for print: matplotlib
    plotly: Callable[[P, R, Palette], dict[str, Any]] | None = None  # for turning and zooming
    path_parameter: str = ""  # this parameter may also stand in the path: /smooth/2

    @property
    def fields(self) -> Sequence[FormField]:
        """The parameters, as forms and manuals need them."""
        return fields_of(self.parameters)

    @property
    def forms(self) -> tuple[str, ...]:
        """The endings under which a result can be had."""
        return (FIGURE_FORMS if self.figure else ()) + NUMBER_FORMS + ("py",)
