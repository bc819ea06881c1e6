"""Does an answer hold what its kind must hold? A figure of one colour is an empty figure."""

import csv
import io
import json
from collections.abc import Callable
from urllib.parse import urlsplit

from server.errors import SigmascopeError

KINDS = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "npy": "application/octet-stream",
    "json": "application/json",
    "py": "text/x-python",
}


class Hollow(SigmascopeError):
    """The answer is of the right kind but holds nothing."""


def complaint_about(url: str, status: int, content_type: str, body: bytes) -> str | None:
    """What is wrong with an answer, in one line; None when nothing is.

    ``url`` tells by its ending what is expected; without one it is a page.
    """
    if status != 200:
        return f"status {status}"
    if not body:
        return "an empty body"
    path = urlsplit(url).path
    ending = path.rpartition("/")[2].rpartition(".")[2] if "." in path.rpartition("/")[2] else ""
    expected = KINDS.get(ending)
    if expected is not None and content_type != expected:
        return f"{content_type}, not {expected}"
    try:
        CHECKS.get(ending, CHECKS.get(content_type, len))(body)
    except Exception as error:  # noqa: BLE001 (whatever a decoder raises is the finding)
        return f"{content_type}: {type(error).__name__}: {error}"
    return None


def _png(body: bytes) -> None:
    from PIL import Image

    with Image.open(io.BytesIO(body)) as image:
        extrema = image.convert("L").getextrema()
    if extrema[0] == extrema[1]:
        raise Hollow("all pixels are alike")


def _svg(body: bytes) -> None:
    if b"<svg" not in body[:2000] or not any(mark in body for mark in (b"<path", b"<symbol")):
        raise Hollow("no shape in it")


def _pdf(body: bytes) -> None:
    if not body.startswith(b"%PDF-") or b"%%EOF" not in body[-64:]:
        raise Hollow("not a whole PDF")


def _csv(body: bytes) -> None:
    rows = [row for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) if row]
    if len(rows) < 2:
        raise Hollow("no row below the header")


def _npy(body: bytes) -> None:
    import numpy as np

    if np.load(io.BytesIO(body), allow_pickle=False).size == 0:
        raise Hollow("an array without elements")


def _float32(body: bytes) -> None:
    import numpy as np

    if np.ptp(np.frombuffer(body, "<f4")) == 0:
        raise Hollow("all values are alike")


def _json(body: bytes) -> None:
    def refuse(constant: str) -> None:
        raise Hollow(f"{constant} is not JSON")

    if not json.loads(body, parse_constant=refuse):
        raise Hollow("nothing in it")


def _python(body: bytes) -> None:
    compile(body, "script", "exec")


def _html(body: bytes) -> None:
    page = body.decode()
    if "<title>" not in page or "</html>" not in page:
        raise Hollow("not a whole page")


CHECKS: dict[str, Callable[[bytes], object]] = {  # by ending of the address, or content type
    "text/html": _html,
    "image/png": _png,
    "image/svg+xml": _svg,
    "application/pdf": _pdf,
    "text/csv": _csv,
    "npy": _npy,
    "f32": _float32,
    "application/json": _json,
    "text/x-python": _python,
}
