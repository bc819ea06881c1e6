"""What set-up prints, and what it says when a program fails."""

import sys

import pytest
from steps import SetupError, run, step


def test_output_is_kept_back_when_all_goes_well(capfd):
    assert run([sys.executable, "-c", "print('inner')"]) == "inner\n"
    assert capfd.readouterr() == ("", "")


def test_failure_shows_the_output_the_code_and_the_hint():
    with pytest.raises(SetupError) as failure:
        run([sys.executable, "-c", "print('disk full'); raise SystemExit(3)"], hint="Make room.")
    assert "disk full" in str(failure.value)
    assert "ended with code 3." in str(failure.value)
    assert str(failure.value).endswith("Make room.")


def test_a_program_that_is_not_there_is_named():
    with pytest.raises(SetupError, match="no-such-program cannot be started"):
        run(["no-such-program"])


def test_a_step_is_one_line_on_standard_error(capsys):
    with step("Making tea"):
        pass
    assert capsys.readouterr() == ("", "  Making tea ... 0 s\n")


def test_a_failed_step_says_so_and_passes_the_error_on(capsys):
    def make_tea():
        raise SetupError("no water")

    with pytest.raises(SetupError), step("Making tea"):
        make_tea()
    assert capsys.readouterr().err == "  Making tea ... failed\n"


def test_steps_side_by_side_are_each_told_with_how_they_went(capsys):
    with step("first"):
        with step("second"):
            pass
        with step("third"):
            pass
    with step("fourth"):
        pass
    assert capsys.readouterr().err == (
        "  first ... \n  second ... 0 s\n  third ... 0 s\n  first ... 0 s\n  fourth ... 0 s\n"
    )
