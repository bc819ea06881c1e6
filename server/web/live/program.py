"""What the pages tell programs that feed a stream: ten lines that a test runs, and the frames."""

from server.live.frames import layout

TEXT = """\
import json, math, time, urllib.request

running = json.load(open({file!r}))
headers = {{"Authorization": "Bearer " + running["token"], "Content-Type": "application/json"}}
while True:
    now = time.time()
    values = [math.sin(now + n / 100) for n in range(10)]  # read your instrument here
    body = json.dumps({{"values": values, "names": ["level"], "units": ["V"], "rate": 100}})
    request = urllib.request.Request(running["url"] + "/api/live/{name}", body.encode(), headers)
    urllib.request.urlopen(request).close()
    time.sleep(max(0, 0.1 - (time.time() - now)))
"""


def frame_fields() -> list[dict[str, str | int]]:
    """The header of a binary frame: where each field is, its type, what it means."""
    return [
        {"place": place, "type": field.type, "meaning": field.meaning} for place, field in layout()
    ]


def program(folder: str, name: str = "instrument") -> str:
    """The text, for the server whose data lie in ``folder``."""
    separator = "\\" if "\\" in folder else "/"
    return TEXT.format(file=f"{folder}{separator}running.json", name=name)
