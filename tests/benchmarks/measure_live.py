"""Measure the live streams: a watcher in Chromium, a hundred watchers, half an hour of frames.

    .venv/bin/python tests/benchmarks/measure_live.py [--seconds 10] [--watchers 100]

Prints what was measured together with the machine's load: compare only runs under like loads.
"""

import argparse
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from desktop_app.local_server import LocalServer
from server.config import Settings
from server.live.session import Session
from server.live.sources.recipes import Generator
from server.live.stream import Channels
from server.web.live.shelf import BUILT_IN, studio_of
from tests.benchmarks.priority import share_priority

SELF = Path(__file__).resolve()
RSS = "VmRSS:"


def resident(pid="self"):
    """Memory of a process in MiB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(RSS):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the system does not tell a process's memory")


def load():
    """The machine's load of the last minute."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def chromium_page(playwright):
    """A page of a browser without a graphics card."""
    path = shutil.which("chromium") or shutil.which("chromium-headless-shell")
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    return browser.new_page(viewport={"width": 1280, "height": 800})


def in_browser(server, seconds):
    """Four channels of 100,000 samples a second, smoothed, in one window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        page = chromium_page(playwright)
        page.goto(server.entry_url("/live/fast"))
        share_priority()
        page.wait_for_timeout(5000)
        live = 'document.querySelector("[data-live]").live'
        page.evaluate(
            """() => { window.moments = 0;
            const count = () => { moments += 1; requestAnimationFrame(count); };
            count(); }"""
        )
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable")

        def now():
            told = devtools.send("Performance.getMetrics")["metrics"]
            busy = {one["name"]: one["value"] for one in told}
            state = f"[{live}.meters.painted, performance.now(), {live}.raw.end, moments]"
            return [*page.evaluate(state), busy["TaskDuration"], busy["ScriptDuration"]]

        before, cpu = now(), time.process_time()
        page.wait_for_timeout(1000 * seconds)
        after, cpu = now(), time.process_time() - cpu
        late = page.evaluate(f"[0.5, 0.95].map((part) => {live}.meters.latency(part))")
        missed = page.evaluate(f"{live}.meters.missed")
        page.close()
    passed, frames = (after[1] - before[1]) / 1000, after[0] - before[0]
    moments = (after[3] - before[3]) / passed
    print(f"Chromium, 4 × 100,000 samples/s: {frames / passed:.1f} frames/s,")
    print(f"  while the screen had {moments:.1f} moments a second")
    print(
        f"  {(after[2] - before[2]) / passed:,.0f} samples/s a channel arrived, {missed:,} missed"
    )
    print(f"  made to painted: median {late[0]:.0f} ms, 95 % {late[1]:.0f} ms; {load()}")
    busy, script = (1000 * (after[n] - before[n]) / frames for n in (4, 5))
    print(f"  main thread {busy:.1f} ms a frame with its raster, {script:.1f} ms of it scripts")
    print(f"  server: {100 * cpu / passed:.0f} % of a core")


def watch(url, token, count, seconds):
    """``count`` watchers in a process of their own, with one thread for all of them.

    Says when all have got a first frame and a second has passed; then counts each one's frames for
    the same ``seconds``.
    """
    from server.live.frames import HEADER
    from tests.wires import Wire

    watching = selectors.DefaultSelector()
    for _ in range(count):
        wire = Wire(url, "/live/many/socket", [("Authorization", f"Bearer {token}")])
        wire.send({"type": "watch", "rate": 30})
        watching.register(wire.socket, selectors.EVENT_READ, (wire, [0]))
    frames, begin = Counter(), None

    def turn():
        for key, _ in watching.select(0.1):
            wire, came = key.data
            for message in wire.arrived():
                if isinstance(message, bytes):
                    frames[wire] += 1
                    came[0] += 1
                    if came[0] % 3 == 0:  # as the page does it
                        _, _, _, _, many, _, first, *_ = HEADER.unpack_from(message)
                        wire.send({"type": "seen", "number": first + many})

    while len(frames) < count:
        turn()
    for phase in (1.0, seconds):
        begin = time.monotonic()
        frames.clear()
        while time.monotonic() < begin + phase:
            turn()
        print(phase, flush=True)
    passed = time.monotonic() - begin
    got = sorted(frames[key.data[0]] / passed for key in watching.get_map().values())
    print(got[0], got[len(got) // 2], got[-1], time.process_time())


def many(server, watchers, seconds):
    """So many watchers of one stream, 30 frames a second each."""
    studio_of(server.app).start("many", Generator(rate=10_000.0, channels=2))
    time.sleep(1)
    start = resident()
    command = [sys.executable, str(SELF), "--watch", server.url, str(watchers), str(seconds)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as watching:
        watching.stdin.write(server.token + "\n")
        watching.stdin.flush()
        watching.stdout.readline()
        began, cpu = time.monotonic(), time.process_time()
        watching.stdout.readline()
        passed, cpu = time.monotonic() - began, time.process_time() - cpu
        during = resident()
        told = watching.stdout.read()
    least, usual, most, theirs = map(float, told.split())
    print(f"{watchers} watchers of 2 × 10,000 samples/s at 30 frames/s:")
    print(f"  each got {least:.2f} to {most:.2f} frames/s, median {usual:.2f}")
    print(f"  server: {100 * cpu / passed:.0f} % of a core,", end=" ")
    print(f"{1e6 * cpu / (usual * watchers * passed):.0f} µs a frame, {load()}")
    print(f"  (the watchers' own process took {theirs:.1f} s of processor time in all)")
    print(f"  memory {start:.0f} → {during:.0f} MiB, {(during - start) / watchers:.2f} a watcher")


def half_an_hour(server, minutes=30):
    """The page's heap over so many minutes of frames, fed as fast as it takes them."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        page = chromium_page(playwright)
        page.goto(server.entry_url("/live/walk?grow=1"))
        page.wait_for_timeout(2000)
        devtools = page.context.new_cdp_session(page)
        minute = """async () => {
          const live = document.querySelector("[data-live]").live;
          const values = Float32Array.from({ length: 3340 }, (_, i) => Math.sin(i / 9));
          const frame = { smoothed: false, channels: [0, 1], offsets: [0, 0], made: 0, skipped: 0 };
          live.wire.say("pause");
          for (let i = 0; i < 3600; i += 1) {
            live.frame({ ...frame, first: live.raw.end, count: 1667, values });
            if (i % 60 === 0) {
              live.lanes.paint();
              await new Promise((resolve) => setTimeout(resolve));
            }
          }
        }"""
        sizes = []
        for _ in range(minutes):
            page.evaluate(minute)
            devtools.send("HeapProfiler.collectGarbage")
            sizes.append(devtools.send("Runtime.getHeapUsage")["usedSize"] / 2**20)
        page.close()
    told = ", ".join(f"{size:.1f}" for size in sizes[:: max(len(sizes) // 6, 1)])
    print(f"Page, {minutes} min at 100,000 samples/s, accelerated: heap {told} MiB; {load()}")


def half_an_hour_of_server(server, minutes=30):
    """The server's memory over so many minutes of frames to ten watchers, as fast as it goes."""
    studio = studio_of(server.app)
    channels, rng = Channels(("x", "y"), (), 10_000.0), np.random.default_rng(1)
    blocks = [rng.standard_normal((167, 2)) for _ in range(60)]
    studio.push("long", channels, blocks[0])
    sessions = [Session(studio, "long") for _ in range(10)]
    for session in sessions:
        session.take('{"type": "watch", "sigma": 12}')
    sizes, began = [], time.monotonic()
    for _ in range(minutes):
        for turn in range(3600):
            studio.push("long", channels, blocks[turn % 60])
            for session in sessions:
                for _ in session.due():
                    pass
        sizes.append(resident())
    for session in sessions:
        session.leave()
    told = ", ".join(f"{size:.0f}" for size in (*sizes[:: max(len(sizes) // 6, 1)], sizes[-1]))
    print(f"Server, {minutes} min of 2 × 10,000 samples/s to ten watchers, in", end=" ")
    print(f"{time.monotonic() - began:.0f} s: resident {told} MiB; {load()}")


def main():
    """Measure, or (in the process of the watchers) watch."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--watchers", type=int, default=100)
    parser.add_argument("--watch", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.watch:
        url, count, seconds = given.watch
        watch(url, sys.stdin.readline().strip(), int(count), int(seconds))
        return
    print(f"fast: {BUILT_IN['fast'].recipe}; {load()}")
    with tempfile.TemporaryDirectory() as folder, LocalServer(Settings(data_dir=folder)) as server:
        studio = studio_of(server.app)
        in_browser(server, given.seconds)
        studio.close()
        many(server, given.watchers, given.seconds)
        studio.close()
        half_an_hour(server)
        half_an_hour_of_server(server)


if __name__ == "__main__":
    main()
