"""The stages of testing, each one program run in the project's environment."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from environment import PYTHON, ROOT
from memory_folder import memory_folder
from virtual_screen import virtual_screen

NO_TESTS_COLLECTED = 5
PARALLEL = ("-n", "2", "--dist", "worksteal")
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@dataclass(frozen=True)
class Stage:
    """A named check: arguments for Python, and what it stands on.

    ``after`` names a stage without whose success this one makes no sense, ``beside`` an earlier
    one that may share the processors with it, so that both run at the same time. The tests of the
    browser and of the window may not: a person's patience is part of them. What the tests of one
    ``in_memory`` write goes to memory where that can be.
    """

    name: str
    command: tuple[str, ...]
    on_screen: bool = False
    after: str = ""
    beside: str = ""
    in_memory: bool = False

    @property
    def is_pytest(self) -> bool:
        """Whether further arguments for pytest go to it."""
        return self.command[:2] == ("-m", "pytest")


def _pytest(
    name: str, marker: str, *options: str, on_screen: bool = False, after: str = ""
) -> Stage:
    command = ("-m", "pytest", "-m", marker, *options)
    return Stage(name, command, on_screen, after, in_memory=not after)


UNIT = "not browser and not desktop and not frozen"

CHECKS = (
    Stage("lint", ("-m", "ruff", "check", ".")),
    Stage("format", ("-m", "ruff", "format", "--check", ".")),
)
SLOWER_CHECKS = (
    Stage("types", ("-m", "mypy"), beside="unit"),
    Stage("imports", ("-c", LINT_IMPORTS), beside="unit"),
)
QUICK = (
    *CHECKS,
    _pytest("unit", f"{UNIT} and not slow", *PARALLEL),
    *SLOWER_CHECKS,
    _pytest("browser", "browser and not slow", *PARALLEL),
)
FULL = (
    *CHECKS,
    _pytest("unit", UNIT, *PARALLEL),
    *SLOWER_CHECKS,
    Stage("bundle", ("build_scripts/bundle.py",), beside="unit"),
    _pytest("browser", "browser", *PARALLEL),
    _pytest("desktop", "desktop", on_screen=True),
    _pytest("frozen", "frozen", on_screen=True, after="bundle"),
)


@dataclass(frozen=True)
class Outcome:
    """How a stage went: ``ok``, ``FAILED`` or ``SKIPPED (why)``, its seconds, kept output."""

    stage: str
    verdict: str
    seconds: float = 0.0
    output: str = ""


def run_stage(stage: Stage, arguments: Sequence[str], *, keep: bool = False) -> Outcome:
    """Run one stage; its output is passed on, or kept. ``arguments`` go to pytest."""
    if not keep:
        print(f"\n=== {stage.name}", flush=True)
    command = [str(PYTHON), *stage.command, *(arguments if stage.is_pytest else ())]
    start = time.monotonic()
    with _surroundings(stage) as environment:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            check=False,
            text=True,
            stdout=subprocess.PIPE if keep else None,
            stderr=subprocess.STDOUT if keep else None,
        )
    # A user's selection may leave a stage without a test; without one, that is a mistake.
    fine = {0, NO_TESTS_COLLECTED} if stage.is_pytest and arguments else {0}
    verdict = "ok" if done.returncode in fine else "FAILED"
    return Outcome(stage.name, verdict, time.monotonic() - start, done.stdout or "")


@contextmanager
def _surroundings(stage: Stage) -> Iterator[Mapping[str, str]]:
    """The environment of its process: a screen, a folder in memory."""
    with (
        virtual_screen() if stage.on_screen else nullcontext(os.environ) as screen,
        memory_folder() if stage.in_memory else nullcontext(None) as folder,
    ):
        yield {**screen, "TMPDIR": str(folder)} if folder else screen
