"""Stop at once, in words, where Python is too old. Imported before anything newer is parsed."""

import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.exit(
        "Sigmascope needs Python %s or newer; this is Python %s (%s)."
        % (".".join(map(str, OLDEST)), sys.version.split()[0], sys.executable)
    )
