"""The stages of build_scripts/test.py."""

import stages
import testing
from memory_folder import memory_folder
from stages import Outcome, Stage

PASS = Stage("pass", ("-c", "pass"))
FAIL = Stage("fail", ("-c", "raise SystemExit(1)"))


def verdicts(*chosen):
    return [outcome.verdict for outcome in testing.run_stages(chosen, {}, [])]


def test_a_failure_does_not_stop_the_next_stage():
    assert verdicts(FAIL, PASS) == ["FAILED", "ok"]


def test_a_stage_whose_ground_is_missing_is_skipped():
    after = Stage("check", ("-c", "pass"), after="fail")
    assert verdicts(FAIL, after) == ["FAILED", "SKIPPED (no fail)"]


def test_stages_that_run_side_by_side_are_told_in_their_order(capfd, tmp_path):
    meeting = f"""
import pathlib, sys, time
here, there = (pathlib.Path({str(tmp_path)!r}, name) for name in sys.argv[1:])
here.touch()
while not there.exists():
    time.sleep(0.01)
print("met at", here.name)
"""
    first = Stage("first", ("-c", meeting, "first", "second"))
    second = Stage("second", ("-c", meeting, "second", "first"), beside="first")
    assert verdicts(first, second) == ["ok", "ok"]
    words = capfd.readouterr().out
    assert words.split("=== ")[1:] == ["first\nmet at first\n\n", "second\nmet at second\n\n"]


def test_no_collected_test_is_a_failure_unless_the_user_selected():
    empty = Stage("unit", ("-m", "pytest", "--version", "--version"))
    assert stages.run_stage(empty, []).verdict == "ok"
    nothing = Stage(
        "unit", ("-m", "pytest", "-q", "-k", "no_such_test", "tests/build/test_steps.py")
    )
    assert stages.run_stage(nothing, []).verdict == "FAILED"
    assert stages.run_stage(nothing, ["-q"]).verdict == "ok"


def test_the_summary_has_a_line_for_each_stage_and_the_whole():
    outcomes = [Outcome("lint", "ok", 1.25), Outcome("unit", "FAILED", 2.5)]
    lines = testing.summary(outcomes, 3.81)
    assert lines.splitlines()[2:] == [
        "  lint        1.2 s  ok",
        "  unit        2.5 s  FAILED",
        "  all         3.8 s",
    ]


def test_every_marker_has_its_stage():
    markers = {
        stage.command[stage.command.index("-m", 2) + 1] for stage in stages.FULL if stage.is_pytest
    }
    assert {"browser", "desktop", "frozen"} <= markers


def test_what_tests_write_goes_to_memory_where_there_is_room(tmp_path):
    with memory_folder(tmp_path, room=0) as folder:
        assert folder.parent == tmp_path
        (folder / "file").write_text("x")
    assert list(tmp_path.iterdir()) == []
    with memory_folder(tmp_path, room=1 << 60) as folder:
        assert folder is None
    with memory_folder(tmp_path / "nowhere") as folder:
        assert folder is None


def test_a_stage_in_memory_is_told_where(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(stages, "memory_folder", lambda: memory_folder(tmp_path, room=0))
    told = Stage("told", ("-c", "import tempfile; print(tempfile.gettempdir())"), in_memory=True)
    assert stages.run_stage(told, []).verdict == "ok"
    assert str(tmp_path) in capfd.readouterr().out


def test_what_runs_beside_a_stage_stands_behind_it():
    """Or it would be run for itself first, and then once more."""
    for row in (stages.QUICK, stages.FULL):
        names = [stage.name for stage in row]
        assert any(stage.beside for stage in row)
        for place, stage in enumerate(row):
            assert not stage.beside or stage.beside in names[:place]
