"""The door of the desktop program: ``python -m desktop_app``, and what the executable runs."""

import argparse
import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path

from server.config import Settings
from server.errors import SigmascopeError
from server.version import __version__

# A light page waits for at most this long while Python computes in another thread.
SWITCH_INTERVAL = 0.0005  # seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Start Sigmascope as ``arguments`` ask; returns the exit code."""
    options = _parser().parse_args(arguments)
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        settings = _settings(options)
        files = [str(Path(name).absolute()) for name in options.files]
        from desktop_app.log_file import give_output_a_place, open_log

        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        give_output_a_place(settings.data_dir)
        log_path = open_log(settings.data_dir)
        if options.selftest:
            from desktop_app.selftest import selftest

            return selftest(settings)
        if options.headless:
            from desktop_app.serve import headless

            return headless(settings, options.port, files)
        from desktop_app.start import start

        return start(settings, options.port, log_path, files)
    except (SigmascopeError, OSError) as error:
        print(f"sigmascope: {error}", file=sys.stderr)
        return 2


def _settings(options: argparse.Namespace) -> Settings:
    return Settings.from_environment(**({"auth": False} if options.no_auth else {}))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sigmascope", description="A workbench for smoothing, in a window of its own."
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="files of data to open")
    parser.add_argument(
        "--headless",
        action="store_true",
        help="serve without a window and print the address that lets a browser in",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=0,
        help="the port of 127.0.0.1 to serve at (default: a free one)",
    )
    parser.add_argument(
        "--no-auth",
        action="store_true",
        help="let in without the entry code; Host and Origin are checked either way",
    )
    parser.add_argument(
        "--selftest",
        action="store_true",
        help="fetch every page and figure, report what is wrong, and leave",
    )
    parser.add_argument("--version", action="version", version=f"Sigmascope {__version__}")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


if __name__ == "__main__":
    multiprocessing.freeze_support()  # a frozen worker process must not open a second window
    sys.exit(main())
