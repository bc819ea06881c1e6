"""Compiling the C of the folders called native, where there is a compiler.

Each has one library, beside its source. Some units are compiled once for every level of the
processor's vectors; the program takes the best level that the machine has. What was compiled is
found again by a stamp of the sources, the compiler and the options.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from environment import ROOT
from stamps import Stamp
from steps import SetupError, run, step

SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")


@dataclass(frozen=True)
class Code:
    """One library: where it lies, of which units, and what is slower without it."""

    home: Path
    name: str
    what: str
    once: tuple[str, ...]
    each_level: tuple[str, ...] = ()

    @property
    def library(self) -> Path:
        """The compiled library."""
        return self.home / f"{self.name}{SUFFIX}"


SMOOTHING = Code(
    ROOT / "server" / "science" / "native",
    "smoothing",
    "smoothing",
    once=("level",),
    each_level=("sliding", "wide", "columns", "direct", "bins", "kept"),
)
NUMBERS = Code(
    ROOT / "server" / "datafiles" / "native",
    "plain_numbers",
    "reading of text",
    once=("plain_numbers",),
)
COMPILERS = ("gcc", "clang", "cc")
OPTIONS = ("-O3", "-std=gnu11", "-ffp-contract=fast", "-fvisibility=hidden", "-Wno-psabi")
# GCC for Windows keeps the stack aligned for small vectors only.
UNALIGNED = "-Wa,-muse-unaligned-vector-move"
POSITION = (UNALIGNED,) if sys.platform == "win32" else ("-fPIC",)
INTEL = {
    "v3": ("-mavx2", "-mfma"),
    "v4": ("-mavx2", "-mfma", "-mavx512f", "-mavx512vl", "-mavx512dq", "-mavx512bw"),
}


def ensure_native() -> bool:
    """Compile each library unless it is there. Whether all are; never an error, but one line."""
    made = [_ensure(code) for code in (SMOOTHING, NUMBERS)]
    return all(made)


def _ensure(code: Code) -> bool:
    compiler = find_compiler()
    if compiler is None:
        if not code.library.exists():
            words = f"  No C compiler (gcc, clang): the {code.what} takes its slower way."
            print(words, file=sys.stderr)
        return code.library.exists()
    stamp = native_stamp(code, compiler)
    if stamp.is_current() and code.library.exists():
        return True
    try:
        with step(f"Compiling the {code.what}"):
            compile_library(code, compiler)
    except (SetupError, OSError) as error:
        why = str(error).splitlines()[0]
        words = f"  It did not compile ({why}): the {code.what} takes its slower way."
        print(words, file=sys.stderr)
        code.library.unlink(missing_ok=True)
        return False
    stamp.write()
    return True


def find_compiler() -> str | None:
    """The compiler named by CC, or the first that the PATH has."""
    names = (os.environ.get("CC", ""), *COMPILERS)
    return next((found for name in names if name and (found := shutil.which(name))), None)


def native_stamp(code: Code, compiler: str) -> Stamp:
    """What the library should have been compiled from, and by what."""
    asked = [compiler, "--version"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    sources = [*code.home.glob("*.c"), *code.home.glob("*.h"), Path(__file__)]
    return Stamp.of(code.home / ".stamp", sources, said, platform.machine(), sys.platform)


def levels() -> dict[str, tuple[str, ...]]:
    """The levels to compile for, with the compiler's options for each."""
    intel = platform.machine().lower() in {"x86_64", "amd64"}
    return {"baseline": (), **(INTEL if intel else {})}


def compile_library(code: Code, compiler: str) -> None:
    """Compile all units for all levels and link them. Raises SetupError with what was said."""
    common = [compiler, *OPTIONS, *POSITION]
    with tempfile.TemporaryDirectory() as scratch:
        commands = {}
        for level, options in levels().items():
            for unit in code.each_level:
                made = Path(scratch, f"{unit}_{level}.o")
                source = code.home / f"{unit}.c"
                wanted = [*options, f"-DLEVEL={level}", "-c", source, "-o", made]
                commands[made] = [*common, *wanted]
        for unit in code.once:
            made = Path(scratch, f"{unit}.o")
            commands[made] = [*common, "-c", code.home / f"{unit}.c", "-o", made]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(run, commands.values()))
        objects = list(commands)
        made = Path(scratch, code.library.name)
        run([compiler, "-shared", *objects, "-o", made, "-lm"])
        # A program that runs has the old one open: the new one takes its name in one go.
        beside = code.library.with_name(f"{code.library.name}.{os.getpid()}")
        shutil.copy(made, beside)
        beside.replace(code.library)
