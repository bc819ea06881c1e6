"""Measure the live streams: a watcher in Chromium, a hundred watchers, half an hour of frames.

    .venv/bin/python tests/benchmarks/measure_live.py [--seconds 10] [--watchers 100]

Prints what was measured together with the machine's load: compare only runs under like loads.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop_app.local_server import LocalServer
from server.config import Settings
from server.live.sources.recipes import Generator
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
    path = shutil.which("chromium") or shutil.which("chromium-browser")
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
        before = page.evaluate(f"[{live}.meters.painted, performance.now(), {live}.raw.end]")
        page.wait_for_timeout(1000 * seconds)
        after = page.evaluate(f"[{live}.meters.painted, performance.now(), {live}.raw.end]")
        late = page.evaluate(f"[0.5, 0.95].map((part) => {live}.meters.latency(part))")
        missed = page.evaluate(f"{live}.meters.missed")
        paint = page.evaluate(
            f"""(() => {{ const start = performance.now();
            for (let i = 0; i < 50; i += 1) {live}.lanes.paint();
            {live}.lanes.data.context.getImageData(0, 0, 1, 1);
            return (performance.now() - start) / 50; }})()"""
        )
        page.close()
    passed = (after[1] - before[1]) / 1000
    print(f"Chromium, 4 × 100,000 samples/s: {(after[0] - before[0]) / passed:.1f} frames/s,")
    print(
        f"  {(after[2] - before[2]) / passed:,.0f} samples/s a channel arrived, {missed:,} missed"
    )
    print(f"  made to painted: median {late[0]:.0f} ms, 95 % {late[1]:.0f} ms; {load()}")
    print(f"  one painting costs {paint:.2f} ms with its raster")


def watch(url, token, count, seconds):
    """``count`` watchers in a process of their own; frames and bytes that each got."""
    from tests.wires import Wire

    got = []

    def one():
        frames, until = 0, time.monotonic() + seconds
        with Wire(url, "/live/many/socket", [("Authorization", f"Bearer {token}")]) as wire:
            wire.send({"type": "watch", "rate": 30})
            for frame in wire.frames():
                frames += 1
                wire.send({"type": "seen", "number": frame.first + len(frame.values)})
                if time.monotonic() > until:
                    break
        got.append(frames)

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(min(got), sorted(got)[len(got) // 2], max(got))


def many(server, watchers, seconds):
    """So many watchers of one stream, 30 frames a second each."""
    studio_of(server.app).start("many", Generator(rate=10_000.0, channels=2))
    time.sleep(1)
    before, cpu, began = resident(), time.process_time(), time.monotonic()
    command = [sys.executable, str(SELF), "--watch", server.url, str(watchers), str(seconds)]
    watching = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    watching.stdin.write(server.token + "\n")
    watching.stdin.flush()
    time.sleep(seconds * 0.8)
    during = resident()
    told, _ = watching.communicate()
    passed = time.monotonic() - began
    least, usual, most = (int(word) / seconds for word in told.split())
    print(f"{watchers} watchers of 2 × 10,000 samples/s at 30 frames/s:")
    print(f"  each got {least:.1f} to {most:.1f} frames/s, median {usual:.1f}")
    print(f"  server: {100 * (time.process_time() - cpu) / passed:.0f} % of a core, {load()}")
    print(f"  memory {before:.0f} → {during:.0f} MiB, {(during - before) / watchers:.2f} a watcher")


def half_an_hour(server, minutes=30):
    """Memory of the page over so many minutes of frames, fed as fast as it takes them."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        page = chromium_page(playwright)
        page.goto(server.entry_url("/live/walk?grow=1"))
        page.wait_for_timeout(2000)
        sizes = page.evaluate(
            f"""async () => {{
              const live = document.querySelector("[data-live]").live;
              const values = Float32Array.from({{ length: 3340 }}, (_, i) => Math.sin(i / 9));
              const count = 1667;
              const frame = {{ smoothed: false, channels: [0, 1], offsets: [0, 0], made: 0 }};
              Object.assign(frame, {{ count, skipped: 0, values }});
              const found = [];
              live.wire.say("pause");
              for (let turn = 0; turn < {minutes}; turn += 1) {{
                for (let i = 0; i < 3600; i += 1) {{
                  live.frame({{ ...frame, first: live.raw.end }});
                  if (i % 60 === 0) {{
                    live.lanes.paint();
                    await new Promise((resolve) => setTimeout(resolve));
                  }}
                }}
                found.push(performance.memory.usedJSHeapSize / 2 ** 20);
              }}
              return found;
            }}"""
        )
        page.close()
    told = ", ".join(f"{size:.0f}" for size in sizes[:: max(len(sizes) // 6, 1)])
    print(f"Page, {minutes} min at 100,000 samples/s, accelerated: {told} MiB; {load()}")


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


if __name__ == "__main__":
    main()
