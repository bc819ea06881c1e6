"""Compiling the C of server/science/native, where there is a compiler.

It is compiled once for every level of the processor's vectors, into one library beside its
source; the program takes the best level that the machine has. What was compiled is found again
by a stamp of the sources, the compiler and the options.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import ROOT
from stamps import Stamp
from steps import SetupError, run, step

HOME = ROOT / "server" / "science" / "native"
SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
LIBRARY = HOME / f"smoothing{SUFFIX}"
COMPILERS = ("gcc", "clang", "cc")
UNITS = ("sliding", "direct", "bins")  # compiled for each level
OPTIONS = ("-O3", "-std=gnu11", "-ffp-contract=fast", "-fvisibility=hidden", "-Wno-psabi")
POSITION = () if sys.platform == "win32" else ("-fPIC",)
INTEL = {
    "v3": ("-mavx2", "-mfma"),
    "v4": ("-mavx2", "-mfma", "-mavx512f", "-mavx512vl", "-mavx512dq", "-mavx512bw"),
}


def ensure_native() -> bool:
    """Compile the library unless it is there. Whether it is; never an error, but one line."""
    compiler = find_compiler()
    if compiler is None:
        if not LIBRARY.exists():
            print("  No C compiler (gcc, clang): smoothing takes its slower way.", file=sys.stderr)
        return LIBRARY.exists()
    stamp = native_stamp(compiler)
    if stamp.is_current() and LIBRARY.exists():
        return True
    try:
        with step("Compiling the smoothing"):
            compile_library(compiler)
    except (SetupError, OSError) as error:
        why = str(error).splitlines()[0]
        print(f"  It did not compile ({why}): smoothing takes its slower way.", file=sys.stderr)
        LIBRARY.unlink(missing_ok=True)
        return False
    stamp.write()
    return True


def find_compiler() -> str | None:
    """The compiler named by CC, or the first that the PATH has."""
    names = (os.environ.get("CC", ""), *COMPILERS)
    return next((found for name in names if name and (found := shutil.which(name))), None)


def native_stamp(compiler: str) -> Stamp:
    """What the library should have been compiled from, and by what."""
    asked = [compiler, "--version"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    sources = [*HOME.glob("*.c"), *HOME.glob("*.h"), Path(__file__)]
    return Stamp.of(HOME / ".stamp", sources, said, platform.machine(), sys.platform)


def levels() -> dict[str, tuple[str, ...]]:
    """The levels to compile for, with the compiler's options for each."""
    intel = platform.machine().lower() in {"x86_64", "amd64"}
    return {"baseline": (), **(INTEL if intel else {})}


def compile_library(compiler: str) -> None:
    """Compile all units for all levels and link them. Raises SetupError with what was said."""
    common = [compiler, *OPTIONS, *POSITION]
    with tempfile.TemporaryDirectory() as scratch:
        objects = []
        for level, options in levels().items():
            for unit in UNITS:
                objects.append(Path(scratch, f"{unit}_{level}.o"))
                source = HOME / f"{unit}.c"
                run([*common, *options, f"-DLEVEL={level}", "-c", source, "-o", objects[-1]])
        objects.append(Path(scratch, "level.o"))
        run([*common, "-c", HOME / "level.c", "-o", objects[-1]])
        made = Path(scratch, LIBRARY.name)
        run([compiler, "-shared", *objects, "-o", made, "-lm"])
        # A program that runs has the old one open: the new one takes its name in one go.
        beside = LIBRARY.with_name(f"{LIBRARY.name}.{os.getpid()}")
        shutil.copy(made, beside)
        beside.replace(LIBRARY)
