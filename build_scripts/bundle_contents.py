"""What the executable holds and what it leaves out, for sigmascope.spec."""

import importlib.util
import sys
import sysconfig
from fnmatch import fnmatch
from pathlib import Path

PARTS = "program"  # the folder beside the executable proper
SPLASH = "splash"  # where in it Tcl/Tk lies

Entry = tuple[str, str, str]  # PyInstaller's (place in the bundle, source, kind)

ASSETS = ("templates", "static", "samples", "icons/app.png", "licences.json")
# Their versions are asked for while the program runs: by themselves, or for what is exported.
TOLD = ("flask", "matplotlib", "numpy", "scipy", "werkzeug")
TOOLKITS = ("PyQt5", "PyQt6", "PySide2", "cefpython3", "kivy", "wx")
TOOLS = (
    "pytest", "_pytest", "hypothesis", "IPython", "mypy", "playwright", "setuptools", "pygments",
    "rich", "markdown_it", "yaml", "pandas",
)  # fmt: skip
LAUNCHER_EXCLUDES = [
    "ssl", "_ssl", "hashlib", "_hashlib", "bz2", "_bz2", "socket",
    "multiprocessing", "asyncio", "email", "unittest", "xml", "pydoc", "doctest", "decimal",
]  # fmt: skip

# The parts of Qt that the web view stands on; all other libraries of Qt stay out.
QT_LIBRARIES = frozenset(
    (
        "Core", "DBus", "Gui", "Network", "OpenGL", "OpenGLWidgets", "Positioning",
        "PrintSupport", "Qml", "QmlMeta", "QmlModels", "QmlWorkerScript", "Quick",
        "QuickWidgets", "Svg", "WaylandClient", "WaylandEglClientHwIntegration", "WebChannel",
        "WebEngineCore", "WebEngineWidgets", "Widgets", "WlShellIntegration", "XcbQpa",
    )
)  # fmt: skip
QT_MODULES = frozenset(
    (
        "Core", "Gui", "Network", "PrintSupport", "WebChannel", "WebEngineCore",
        "WebEngineWidgets", "Widgets",
    )
)  # fmt: skip
QT_PLUGINS = (
    "platforms/libqxcb.so", "platforms/libqoffscreen.so", "platforms/libqwayland*.so",
    "platforminputcontexts/libcompose*", "platforminputcontexts/libibus*",
    "platformthemes/libqxdgdesktopportal.so", "xcbglintegrations/*", "wayland-*/*",
    "imageformats/libqsvg.so", "imageformats/libqico.so", "imageformats/libqjpeg.so",
    "iconengines/*", "printsupport/*",
)  # fmt: skip
UNWANTED = (
    "PySide6/Qt/qml/*",
    "PySide6/Qt/translations/qt*.qm",
    "*/qtwebengine_devtools_resources*.pak",
    "*.debug.pak",
    "*.debug.bin",
    "plotly/package_data/*.js",  # the pages bring their own Plotly.js
    "plotly/package_data/datasets/*",
    "plotly/labextension/*",
    "matplotlib/mpl-data/sample_data/*",
    "matplotlib/mpl-data/images/*",
    "*/tests/*",
    "assets/icons/lucide.txt",
)
LOADED_BY_NAME = ("libsoftokn3*", "libfreebl*", "libnss*", "libplc4*")  # not by the linker
KEPT_LOCALE = "en-US.pak"
# What WebKitGTK uses too: the system's own must be loaded, or the two would not fit together.
SYSTEM_LIBRARIES = (
    "libstdc++.so*", "libgcc_s.so*", "libz.so*", "libglib*", "libgobject*", "libgio*",
    "libgmodule*", "libgirepository*", "libgtk*", "libgdk*", "libpango*", "libcairo*",
    "libharfbuzz*", "libfreetype.so*", "libfontconfig*", "libX*", "libxcb*", "libepoxy*",
    "libwebkit*", "libjavascriptcore*", "libsoup*", "libatk*", "libpixman*", "libmount*",
    "libblkid*", "libselinux*", "libpcre*", "libexpat*", "libuuid*", "gi_typelibs/*",
)  # fmt: skip


def assets(root: Path) -> list[tuple[str, str]]:
    """The program's own files as (source, folder in the bundle)."""
    listed = []
    for name in ASSETS:
        source = root / "assets" / name
        folder = Path("assets", name) if source.is_dir() else Path("assets", name).parent
        listed.append((str(source), folder.as_posix()))
    return listed


def migrations(root: Path) -> list[tuple[str, str]]:
    """The library's migrations, likewise: Alembic reads them as files."""
    home = root / "server" / "store" / "migrations"
    return [(str(p), p.parent.relative_to(root).as_posix()) for p in sorted(home.rglob("*.py"))]


def compiled(root: Path) -> list[tuple[str, str]]:
    """Our own compiled libraries, each beside the module that loads it."""
    found = [
        p for ending in ("so", "dll", "dylib") for p in root.glob(f"server/*/native/*.{ending}")
    ]
    return [(str(p), p.parent.relative_to(root).as_posix()) for p in sorted(found)]


def webview_imports(system_webview: bool) -> list[str]:
    """The modules of the web view that are imported by name at run time."""
    if sys.platform == "win32":
        return ["webview.platforms.winforms", "webview.platforms.edgechromium", "clr"]
    if sys.platform == "darwin":
        return ["webview.platforms.cocoa"]
    if system_webview:
        return ["webview.platforms.gtk"]
    return ["webview.platforms.qt", "PySide6.QtWebEngineWidgets", "PySide6.QtPrintSupport"]


def excluded_modules(system_webview: bool) -> list[str]:
    """Modules that hooks or guesses would bring and nobody uses."""
    out = [*TOOLKITS, *TOOLS, "tkinter", "webview.platforms.android", "PIL._avif"]
    if system_webview or not sys.platform.startswith("linux"):
        out += ["PySide6", "shiboken6", "qtpy"]
    # PyGObject is copied as it is (see pygobject): PyInstaller's hooks would bring all of GTK.
    return [*out, "gi"]


def wanted(place: str, source: str, system_webview: bool) -> bool:
    """Whether a file that PyInstaller found goes into the bundle."""
    place = place.replace("\\", "/")
    if any(fnmatch(place, pattern) for pattern in UNWANTED):
        return False
    if system_webview:
        name = place.rpartition("/")[2]
        return not (_is_system(source) and any(fnmatch(name, p) for p in SYSTEM_LIBRARIES))
    return _qt_wanted(place)


def _qt_wanted(place: str) -> bool:
    name = place.rpartition("/")[2]
    if "qtwebengine_locales/" in place:
        return name == KEPT_LOCALE
    if "PySide6/Qt/plugins/" in place:
        plugin = place.partition("PySide6/Qt/plugins/")[2]
        return any(fnmatch(plugin, pattern) for pattern in QT_PLUGINS)
    if name.startswith("libQt6"):
        return name.removeprefix("libQt6").partition(".so")[0] in QT_LIBRARIES
    if place.startswith("PySide6/Qt") and name.endswith(".abi3.so"):
        return name.removeprefix("Qt").partition(".")[0] in QT_MODULES
    return True


def without_orphans(entries: list[Entry]) -> list[Entry]:
    """``entries`` without the system's libraries that no other entry needs any more."""
    from PyInstaller.depend.bindepend import get_imports

    sources = {place: source for place, source, _ in entries}
    orphans = {p for p, source in sources.items() if "/" not in p and _is_system(source)}
    orphans = {p for p in orphans if not any(fnmatch(p, pattern) for pattern in LOADED_BY_NAME)}
    waiting = [place for place in sources if place not in orphans]
    while waiting:
        needed = {Path(name).name for name, _ in get_imports(sources[waiting.pop()])} & orphans
        orphans -= needed
        waiting += needed
    return [entry for entry in entries if entry[0] not in orphans]


def _is_system(source: str) -> bool:
    return source.startswith(("/lib/", "/usr/lib/"))


def split_tk(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Split ``entries`` into Tcl/Tk's own, placed for the splash, and the others."""
    tk, others = [], []
    for place, source, kind in entries:
        name = place.replace("\\", "/")
        if name.rpartition("/")[2].startswith(("libtcl", "libtk", "_tkinter", "tcl86", "tk86")):
            tk.append((f"{SPLASH}/{name.rpartition('/')[2]}", source, kind))
        elif name.startswith(("_tcl_data", "_tk_data", "tcl8")):
            if not any(f"/{part}/" in name for part in ("tzdata", "msgs", "demos", "images")):
                tk.append((f"{SPLASH}/{name}", source, kind))
        else:
            others.append((place, source, kind))
    return tk, others


def pygobject() -> list[Entry]:
    """PyGObject's modules, without GTK: the system's GTK and WebKitGTK are used at run time.

    Debian's package serves when the building Python is of the same version. Without either the
    program falls back to the browser.
    """
    found = importlib.util.find_spec("gi")
    places = [Path(found.origin).parent] if found and found.origin else []
    places.append(Path("/usr/lib/python3/dist-packages/gi"))
    suffix = str(sysconfig.get_config_var("EXT_SUFFIX"))
    for home in places:
        if (home / f"_gi{suffix}").exists():
            return [
                (f"gi/{path.relative_to(home).as_posix()}", str(path), "DATA")
                for path in sorted(home.rglob("*"))
                if path.suffix == ".py" or path.name.endswith(suffix)
            ]
    print(f"WARNING: no PyGObject for {suffix}: this executable will open the browser.")
    return []


def windows_version_info(version: str) -> object:
    """The version resource that Windows shows in a file's properties."""
    from PyInstaller.utils.win32 import versioninfo as v

    numbers = tuple(int(part) for part in [*version.split("."), "0", "0", "0"][:4])
    strings = {
        "CompanyName": "Sigmascope contributors",
        "FileDescription": "Sigmascope",
        "FileVersion": version,
        "InternalName": "sigmascope",
        "LegalCopyright": "MIT licence",
        "OriginalFilename": "Sigmascope.exe",
        "ProductName": "Sigmascope",
        "ProductVersion": version,
    }
    table = v.StringTable("040904B0", [v.StringStruct(k, text) for k, text in strings.items()])
    return v.VSVersionInfo(
        ffi=v.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            v.StringFileInfo([table]),
            v.VarFileInfo([v.VarStruct("Translation", [0x0409, 1200])]),
        ],
    )
