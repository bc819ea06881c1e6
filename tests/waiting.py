"""Waiting for what happens in a moment: asks again and again, with a bound."""

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 40.0  # seconds: the machine may be busy
PAUSE = 0.05  # seconds between two questions


def until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """The first true value of ``condition``; fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(PAUSE)
    return value


def until_page(page, expression: str, seconds: float = PATIENCE) -> Any:
    """The first true value of a JavaScript expression in a page.

    Playwright's own ``wait_for_function`` compiles its text in the page at each look, and the
    policy of the pages forbids that.
    """
    return until(lambda: page.evaluate(expression), expression, seconds)
