"""The downloadable programs run by themselves and print the numbers of the page."""

import subprocess
import sys

import numpy as np
import pytest

pytestmark = pytest.mark.slow

CASES = [
    "/plot?seed=3&points=100",
    "/plot?seed=3&points=1&noise=0&width=333&height=222",
    "/random?seed=3&width=20&height=12&correlation_length=2.5&colours=RdBu_r",
    "/random?seed=3&width=2&height=3&correlation_length=0",
    "/plotly?seed=3&points=50",
    "/plotly_with_get?kind=2d&function=ripple&resolution=11&y_min=-0.3",
    "/plotly_with_get?kind=3d&function=gaussian&resolution=9",
    "/plotly_with_get?kind=scatter3d&function=saddle&resolution=5",
    "/plotly_with_get?kind=heatmap&function=peaks&resolution=12&x_min=-3&x_max=2.5",
    "/plotly_with_get?kind=contour&function=sinc&resolution=13",
    "/plotly_with_get?kind=histogram&function=waves&resolution=30",
    "/smooth?seed=3&sigma=2.5&n=200&mode=wrap",
    "/smooth?seed=3&sigma=0&n=0",
    "/smooth?seed=3&source=walk&sigma=100&n=50&mode=constant",
    "/smooth?source=co2&sigma=4&mode=nearest",
    "/smooth?source=co2&sigma=0",
    "/smooth?source=ecg&sigma=3",
]
DRAWN = CASES[1::3]


def run(path, *arguments):
    """The program in an empty folder, with nothing of this project on its path."""
    command = [sys.executable, "-I", "-W", "error", path.name, *arguments]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize("url", CASES)
def test_prints_the_same_numbers(client, tmp_path, url):
    name, _, query = url.removeprefix("/").partition("?")
    program = client.get(f"/{name}.py?{query}").data
    assert b"import server" not in program
    path = tmp_path / "program.py"
    path.write_bytes(program)
    printed = run(path, *(["figure.png"] if url in DRAWN else []))
    shown = client.get(f"/{name}.csv?{query}").text
    if name == "smooth":
        assert_the_same_but_for_rounding(printed.decode(), shown)
    else:
        assert printed.decode().replace("\r\n", "\n") == shown
    if url in DRAWN:
        assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")


def assert_the_same_but_for_rounding(one, other):
    """The program smooths by scipy, the page by the faster engine: equal within 1e-9."""
    lines = zip(one.splitlines(), other.splitlines(), strict=True)
    different = [(mine.split(","), yours.split(",")) for mine, yours in lines if mine != yours]
    assert [mine[:-1] for mine, _ in different] == [yours[:-1] for _, yours in different]
    smooth = np.array([mine[-1] for mine, _ in different], float)
    expected = np.array([yours[-1] for _, yours in different], float)
    np.testing.assert_allclose(smooth, expected, rtol=0, atol=1e-9)


def test_power_prints_its_result(client, tmp_path):
    path = tmp_path / "program.py"
    path.write_bytes(client.get("/power.py?base=-3&exponent=1001").data)
    assert int(run(path)) == (-3) ** 1001


def test_the_figure_has_the_size_asked_for(client, tmp_path):
    from PIL import Image

    path = tmp_path / "program.py"
    path.write_bytes(client.get("/plot.py?width=640&height=300").data)
    run(path, "figure.png")
    with Image.open(tmp_path / "figure.png") as picture:
        assert picture.size == (640, 300)
