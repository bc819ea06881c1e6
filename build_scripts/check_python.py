"""Stop at once, in words, where Python is too old. Imported before anything newer is parsed."""

import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.exit(
        "Sigmascope needs Python %d.%d or newer; this is Python %d.%d (%s)."
        % (OLDEST + tuple(sys.version_info[:2]) + (sys.executable,))
    )
