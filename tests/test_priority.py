import os
import sys
import threading

import pytest

from server.priority import NICE, calmly

linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone ranks threads")


def rank():
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@linux
def test_a_calm_thread_and_those_it_starts_give_way_and_the_asker_does_not():
    def both():
        found = []
        other = threading.Thread(target=lambda: found.append(rank()))
        other.start()
        other.join()
        return rank(), found[0]

    before = rank()
    assert calmly(both) == (min(before + NICE, 19),) * 2
    assert rank() == before


def test_what_calm_work_raises_reaches_the_asker():
    with pytest.raises(ZeroDivisionError):
        calmly(lambda: 1 / 0)


def test_calm_work_knows_whose_request_it_is_part_of(client):
    answer = client.get("/workbench/facts?source=walk&n=100")  # asks for the application's settings
    assert answer.status_code == 200
    assert answer.json["raw"]["count"] == 100
