"""Pages name the modules that their scripts import, so that the browser fetches all at once."""

import re

from server.web.static import modules


def test_what_is_imported_by_the_imported_is_found_too():
    found = modules("js/workbench/main.js")
    assert "js/workbench/plot.js" in found  # by main.js itself
    assert "js/workbench/ticks.js" in found  # by axes.js, which plot.js imports
    assert "js/workbench/surface.js" not in found  # only of fields
    assert len(found) == len(set(found))


def test_the_page_names_each_where_it_is_served(client):
    page = client.get("/workbench?source=walk&n=100").text
    named = re.findall(r'rel="modulepreload" href="([^"]+)"', page)
    assert len(named) == len(modules("js/workbench/main.js"))
    for address in named[:3]:
        assert client.get(address, buffered=True).mimetype == "text/javascript"
