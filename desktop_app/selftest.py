"""--selftest: the program fetches every page and figure from itself and looks at each answer.

It is how a finished executable shows that nothing was left out of it: templates, fonts, the
back ends of matplotlib, Plotly's bundles, the samples.
"""

import logging
import time
from dataclasses import dataclass
from http.client import HTTPConnection

from desktop_app.answer_checks import complaint_about
from desktop_app.local_server import LOOPBACK, LocalServer
from server.config import Settings
from server.errors import SigmascopeError
from server.version import __version__

log = logging.getLogger(__name__)

TIMEOUT = 60.0  # seconds: the first figure loads matplotlib
MOST_REDIRECTS = 3
LET_IN = "access.enter"  # the one route that answers to a secret of its own


@dataclass(frozen=True)
class Answer:
    """What the server said: status, content type without parameters, and body."""

    status: int
    content_type: str
    body: bytes


def selftest(settings: Settings) -> int:
    """Check every example of every route; prints each failure and a summary.

    Returns 0 when all is well, else 1.
    """
    from server.web.examples import example_urls

    began = time.monotonic()
    failures: list[str] = []
    with LocalServer(settings) as server:
        examples = [e for e in example_urls(server.app) if e.endpoint != LET_IN]
        visits = [(example.url, example.endpoint) for example in examples]
        failures += _without_example(server, {endpoint for _, endpoint in visits})
        entry = server.entry_url().removeprefix(server.url)
        connection = HTTPConnection(LOOPBACK, server.port, timeout=TIMEOUT)
        try:
            # The code of the entry is good for a minute: it comes first.
            for url, _ in [(entry, LET_IN), *visits]:
                if complaint := _visit(connection, server.token, url):
                    failures.append(f"{url.partition('code=')[0]}: {complaint}")
        finally:
            connection.close()
    for failure in failures:
        print(f"FAILED {failure}")
        log.error("self-test: %s", failure)
    verdict = "all well" if not failures else f"{len(failures)} failed"
    seconds = time.monotonic() - began
    print(f"Sigmascope {__version__}: {len(visits) + 1} addresses in {seconds:.1f} s, {verdict}.")
    print(f"Compiled: {_compiled()}.")
    return 1 if failures else 0


def _compiled() -> str:
    """The parts that run as compiled code; the others are right, too, but slower."""
    from server.datafiles import native as reading
    from server.science import native as smoothing

    parts = {"smoothing": smoothing.available(), "reading of text": reading.available()}
    return ", ".join(name for name, there in parts.items() if there) or "nothing"


def _without_example(server: LocalServer, covered: set[str]) -> list[str]:
    """The GET routes that no example belongs to."""
    rules = [rule for rule in server.app.url_map.iter_rules() if not rule.websocket]
    routes = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    return [f"route {name} has no example" for name in sorted(routes - covered - {LET_IN})]


def _visit(connection: HTTPConnection, token: str, url: str) -> str | None:
    try:
        answer = _fetch(connection, token, url)
        return complaint_about(url, answer.status, answer.content_type, answer.body)
    except (OSError, SigmascopeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


def _fetch(connection: HTTPConnection, token: str, url: str) -> Answer:
    for _ in range(MOST_REDIRECTS):
        connection.request("GET", url, headers={"Authorization": f"Bearer {token}"})
        response = connection.getresponse()
        body = response.read()
        if response.status not in {301, 302, 303, 307, 308}:
            kind = response.getheader("Content-Type", "").partition(";")[0]
            return Answer(response.status, kind, body)
        url = response.getheader("Location", "")
    raise SigmascopeError(f"redirected more than {MOST_REDIRECTS} times")
