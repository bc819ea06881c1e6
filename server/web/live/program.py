"""Ten lines of Python that feed a stream: shown on the page, and run by a test."""

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


def program(folder: str, name: str = "instrument") -> str:
    """The text, for the server whose data lie in ``folder``."""
    separator = "\\" if "\\" in folder else "/"
    return TEXT.format(file=f"{folder}{separator}running.json", name=name)
