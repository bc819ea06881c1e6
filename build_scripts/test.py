"""Set everything up and run every check and test.

    python3 build_scripts/test.py [--quick] [argument of pytest ...]

--quick leaves out the native window and the executable. As root on Debian missing system
packages are installed; elsewhere they are named and their stages skipped, or, where the
environment variable CI is set, the run fails.
"""

import sys

import check_python  # noqa: F401  (first: stops older Pythons with a message)
from testing import main

if __name__ == "__main__":
    sys.exit(main())
