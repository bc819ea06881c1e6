"""Work in the background."""

import threading

import pytest

from server.workbench.jobs import Jobs
from tests.waiting import PATIENCE


def until_cancelled(watch):
    while True:
        watch.at(0.5)
        threading.Event().wait(0.005)


@pytest.fixture
def jobs():
    jobs = Jobs()
    yield jobs
    jobs.close()


def test_a_job_is_done_once_for_all_who_ask(jobs):
    first = jobs.get("a", "Counting", lambda watch: watch.at(0.25) or 7)
    assert first.done.wait(PATIENCE)
    assert jobs.get("a", "Counting", lambda watch: 8) is first
    assert (first.result, first.share) == (7, 0.25)
    assert jobs.find(first.id) is first
    jobs.drop("a")
    assert jobs.peek("a") is None


def test_a_cancelled_job_is_begun_again_when_it_is_asked_for(jobs):
    first = jobs.get("a", "Waiting", until_cancelled)
    first.cancel()
    assert first.done.wait(PATIENCE)
    assert (first.result, first.error, first.cancelled) == (None, None, True)
    again = jobs.get("a", "Waiting", lambda watch: "done")
    assert again.done.wait(PATIENCE)
    assert again.result == "done"


def test_a_failure_is_kept_for_who_asks(jobs):
    def fail(_):
        raise ValueError("no")

    job = jobs.get("a", "Failing", fail)
    assert job.done.wait(PATIENCE)
    assert str(job.error) == "no"


def test_many_that_have_ended_are_forgotten(jobs):
    for i in range(100):
        assert jobs.get(str(i), "Counting", lambda watch: 1).done.wait(PATIENCE)
    assert sum(jobs.peek(str(i)) is not None for i in range(100)) <= 33


def test_closing_stops_what_is_under_way():
    jobs = Jobs()
    job = jobs.get("a", "Waiting", until_cancelled)
    jobs.close()
    assert job.done.is_set()
