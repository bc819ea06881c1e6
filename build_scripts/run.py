"""Set Sigmascope up, if it is not yet, and open it.

    python3 build_scripts/run.py [FILE ...] [--headless] [--port N] [--no-auth] [--version]

Needs Python 3.11 or newer and nothing else; every argument is the program's own.
"""

import os
import subprocess
import sys

import check_python  # noqa: F401  (first: stops older Pythons with a message)
from environment import PYTHON
from setup_steps import set_up
from steps import SetupError


def main() -> int:
    """Set up, then become the program. Returns its exit code where a process cannot change."""
    try:
        set_up()
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    # -P: a folder named `server` where the user happens to be is not ours.
    command = [str(PYTHON), "-P", "-m", "desktop_app", *sys.argv[1:]]
    if os.name == "posix":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)  # noqa: S606  (a shell is not wanted)
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
