"""The Plotly bundles draw every trace in use, under the policy that forbids eval."""

import io
import json

import pytest
from frontend_assets import VENDOR

pytestmark = [pytest.mark.browser, pytest.mark.slow]

POLICY = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data: blob:"
GRID = [[(i - 4) * (j - 4) for j in range(9)] for i in range(9)]
LINE = {"x": [1, 2, 3, 4], "y": [1, 4, 9, 16], "line": {"width": 8}}
TRACES = {
    "scatter": LINE,
    "heatmap": {"z": GRID},
    "contour": {"z": GRID},
    "histogram": {"x": [1, 1, 2, 3, 3, 3]},
    "surface": {"z": GRID},
    "scatter3d": {**LINE, "z": [4, 3, 2, 1], "mode": "lines+markers"},
}
BUNDLES = {
    "plotly-2d.min.js": ["scatter", "heatmap", "contour", "histogram"],
    "plotly-3d.min.js": ["heatmap", "surface", "scatter3d"],
}
DRAW = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (e) => violations.push(e.violatedDirective));
addEventListener('load', () => {
    const options = { showSendToCloud: false, displayModeBar: false };
    window.drawn = Plotly.newPlot('plot', [TRACE], { width: 400, height: 300 }, options);
});
"""
PAGE = """<!doctype html><meta charset="utf-8"><title>plot</title>
<script src="draw.js"></script><script src="{bundle}"></script><div id="plot"></div>"""


def colours(png: bytes) -> int:
    """How many colours cover a noticeable part of the picture."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        counted = image.convert("RGB").quantize(64).getcolors()
    return sum(count > 50 for count, _ in counted)


@pytest.mark.parametrize(
    ("bundle", "kind"), [(bundle, kind) for bundle, kinds in BUNDLES.items() for kind in kinds]
)
def test_the_trace_is_drawn_without_a_violation(chromium, bundle, kind):
    answers = {
        "/": (PAGE.format(bundle=bundle), "text/html"),
        "/draw.js": (DRAW.replace("TRACE", json.dumps({"type": kind, **TRACES[kind]})), None),
        f"/{bundle}": ((VENDOR / bundle).read_text("utf-8"), None),
    }

    def answer(route):
        path = route.request.url.removeprefix("http://plots.test")
        body, content_type = answers.get(path, ("", None))
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=body, content_type=content_type or "text/javascript", headers=headers)

    page = chromium.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**", answer)
    page.goto("http://plots.test/")
    page.evaluate("() => window.drawn.then(() => null)")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))")
    picture = page.locator("#plot").screenshot()
    assert page.evaluate("violations") == []
    assert errors == []
    assert page.locator(".no-webgl").count() == 0
    assert colours(picture) > 2
    page.close()
