"""What the tests of the workbench over HTTP share."""

import numpy as np
import pytest

from server.web.opening import open_in_place
from server.web.shelf import library_of
from server.web.workbench import jobs as web_jobs
from server.workbench.memory import FIELDS, SIGNALS
from tests.waiting import PATIENCE


@pytest.fixture
def nothing_is_kept():
    """What one test has read is not there for the next."""
    for kept in (SIGNALS, FIELDS):
        kept._kept.clear()
    yield
    for job in list(web_jobs.JOBS._jobs.values()):
        job.cancel()
        job.done.wait(PATIENCE)
    web_jobs.JOBS._jobs.clear()


@pytest.fixture
def opened(app, tmp_path):
    """Opens arrays and texts as files of the library; gives their numbers."""

    def open_(name, content):
        path = tmp_path / name
        if isinstance(content, str):
            path.write_text(content)
        else:
            np.save(path, content)
        return open_in_place(library_of(app), str(path)).file.id

    return open_
