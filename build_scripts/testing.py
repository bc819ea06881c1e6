"""The order of testing: set-up, system packages, the stages, the summary."""

import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import debian
from native_code import ensure_native
from setup_steps import TEST_GROUPS, set_up
from stages import FULL, QUICK, Outcome, Stage, run_stage
from steps import SetupError


def system_packages(quick: bool) -> dict[str, list[str]]:
    """Meet the needs of the stages; returns the packages still missing, by stage.

    Raises SetupError under CI when something is missing that cannot be installed.
    """
    quickly = (*debian.BROWSER, *debian.COMPILER)
    needs = quickly if quick else (*debian.BROWSER, *debian.DESKTOP, *debian.BUNDLE)
    absent = debian.missing(needs)
    if absent and debian.can_install():
        debian.install([need.package for need in absent])
        absent = debian.missing(needs)
    if absent and os.environ.get("CI"):
        names = " ".join(need.package for need in absent)
        raise SetupError(f"The tests need these Debian packages: {names}")
    by_stage: dict[str, list[str]] = {}
    for need in absent:
        by_stage.setdefault(need.stage, []).append(need.package)
    return by_stage


def run_stages(
    stages: Sequence[Stage], absent: dict[str, list[str]], arguments: Sequence[str]
) -> list[Outcome]:
    """Run all stages, whatever the earlier ones gave, but those whose ground is missing."""
    outcomes: dict[str, Outcome] = {}
    under_way: dict[str, Future[Outcome]] = {}
    with ThreadPoolExecutor() as pool:
        for stage in stages:
            for other in stages:
                if other.beside == stage.name and other.name not in absent:
                    under_way[other.name] = pool.submit(run_stage, other, arguments, keep=True)
            before = outcomes.get(stage.after)
            if packages := absent.get(stage.name):
                outcome = Outcome(stage.name, f"SKIPPED (missing: {' '.join(packages)})")
            elif before and before.verdict != "ok":
                outcome = Outcome(stage.name, f"SKIPPED (no {stage.after})")
            elif stage.name in under_way:
                outcome = under_way[stage.name].result()
                print(f"\n=== {stage.name}\n{outcome.output}", flush=True)
            else:
                outcome = run_stage(stage, arguments)
            outcomes[stage.name] = outcome
    return list(outcomes.values())


def summary(outcomes: Sequence[Outcome], total: float) -> str:
    """One line a stage, and all of them in ``total`` seconds (some ran side by side)."""
    lines = [f"  {one.stage:<8} {one.seconds:6.1f} s  {one.verdict}" for one in outcomes]
    return "\n".join(["", "=== summary", *lines, f"  {'all':<8} {total:6.1f} s"])


def main() -> int:
    """Run it; 0 when no stage failed."""
    arguments = [word for word in sys.argv[1:] if word != "--quick"]
    quick = "--quick" in sys.argv[1:]
    start = time.monotonic()
    try:
        debian.install_venv_support()
        with ThreadPoolExecutor() as pool:
            packages = pool.submit(system_packages, quick)
            set_up(TEST_GROUPS)
            absent = packages.result()
        ensure_native()  # the compiler may have come just now
        outcomes = run_stages(QUICK if quick else FULL, absent, arguments)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(summary(outcomes, time.monotonic() - start))
    return 1 if any(one.verdict == "FAILED" for one in outcomes) else 0
