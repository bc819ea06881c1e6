"""A figure that is dropped on a page leads back to its view."""

from urllib.parse import parse_qs, urlparse

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUERY = "source=walk&n=500&seed=4&width=12&also=median~8~samples&from=100&to=300"


def test_a_dropped_figure_restores_its_view(page):
    for place, form, kind in (
        ("/", "png", "image/png"),
        ("/workbench?source=random&n=100", "pdf", "application/pdf"),
    ):
        figure = page.request.get(f"/workbench.{form}?{QUERY}&dpi=60").body()
        page.goto(place)
        page.wait_for_load_state("networkidle")
        page.evaluate(
            """([bytes, name, type]) => {
                const data = new DataTransfer();
                data.items.add(new File([new Uint8Array(bytes)], name, { type }));
                const dropped = new DragEvent("drop", { dataTransfer: data, bubbles: true });
                document.dispatchEvent(dropped);
            }""",
            [list(figure), f"figure.{form}", kind],
        )
        page.wait_for_url("**/workbench?*source=walk*")
        query = parse_qs(urlparse(page.url).query)
        wanted = parse_qs(QUERY)
        assert {name: query.get(name) for name in wanted} == wanted
