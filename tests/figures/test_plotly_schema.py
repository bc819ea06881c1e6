"""The interactive figures are dictionaries; Plotly's own schema says whether they are right."""

import pytest

from server.figures.palette import PALETTES
from server.tools.catalogue import TOOLS
from server.tools.parameters import parse

CASES = [
    (tool, [(field.name, choice) for field in tool.fields if field.name == tool.path_parameter])
    for tool in TOOLS
    if tool.plotly
    for choice in next((f.choices for f in tool.fields if f.name == tool.path_parameter), ("",))
]


@pytest.mark.parametrize(
    ("tool", "pairs"), CASES, ids=lambda value: str(getattr(value, "name", value))
)
def test_plotly_takes_the_figure_as_it_is(tool, pairs):
    from plotly.graph_objects import Figure

    parameters = parse(tool.parameters, pairs)
    made = tool.plotly(parameters, tool.compute(parameters), PALETTES["light"])
    checked = Figure(data=made["data"], layout=made["layout"])
    assert [trace.type for trace in checked.data] == [trace["type"] for trace in made["data"]]
    assert len(checked.data) > 0


def test_a_wrong_figure_would_be_refused():
    from plotly.graph_objects import Figure

    with pytest.raises(ValueError, match="linewidth"):
        Figure(data=[{"type": "scatter", "linewidth": 3}])
