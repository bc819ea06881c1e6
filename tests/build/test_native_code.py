"""Compiling: once, found again, and no harm where it cannot be done."""

import ctypes
import dataclasses
from pathlib import Path

import bundle
import bundle_contents
import debian
import native_code
import pytest
from environment import ROOT
from native_code import SMOOTHING, Code
from steps import SetupError

C = """
#ifndef LEVEL
#define LEVEL none
#endif
#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
__attribute__((visibility("default"))) int JOIN(answer, LEVEL)(void) { return 42; }
"""


@pytest.fixture
def code(tmp_path, monkeypatch) -> Code:
    """A little library of one unit, in place of all others."""
    (tmp_path / "answer.c").write_text(C)
    small = Code(tmp_path, "little", "answering", once=("answer",))
    monkeypatch.setattr(native_code, "SMOOTHING", small)
    monkeypatch.setattr(native_code, "NUMBERS", small)
    return small


needs_compiler = pytest.mark.skipif(native_code.find_compiler() is None, reason="no C compiler")


@needs_compiler
def test_compiled_once_and_found_again(code, capsys):
    assert native_code.ensure_native()
    assert ctypes.CDLL(str(code.library)).answer_none() == 42
    assert "Compiling the answering" in capsys.readouterr().err
    made = code.library.stat()
    assert native_code.ensure_native()
    assert code.library.stat().st_mtime_ns == made.st_mtime_ns
    assert capsys.readouterr().err == ""


@needs_compiler
def test_compiled_anew_where_the_source_changed(code):
    native_code.ensure_native()
    (code.home / "answer.c").write_text(C.replace("42", "43"))
    assert not native_code.native_stamp(code, native_code.find_compiler()).is_current()
    assert native_code.ensure_native()
    assert native_code.native_stamp(code, native_code.find_compiler()).is_current()


@needs_compiler
def test_for_every_level(code, monkeypatch):
    levelled = dataclasses.replace(code, once=(), each_level=("answer",))
    native_code.compile_library(levelled, native_code.find_compiler())
    library = ctypes.CDLL(str(code.library))
    for level in native_code.levels():
        assert getattr(library, f"answer_{level}")() == 42


@needs_compiler
def test_a_mistake_in_the_source_breaks_nothing_and_is_told_in_a_line(code, capsys):
    native_code.ensure_native()
    (code.home / "answer.c").write_text("no C at all")
    capsys.readouterr()
    assert not native_code.ensure_native()
    assert "It did not compile" in capsys.readouterr().err
    assert not code.library.exists()


def test_without_a_compiler_one_line_says_so(code, monkeypatch, capsys):
    monkeypatch.setattr(native_code, "find_compiler", lambda: None)
    assert not native_code.ensure_native()
    said = capsys.readouterr().err.splitlines()
    assert "the answering takes its slower way" in said[0]
    code.library.write_bytes(b"made before")
    assert native_code.ensure_native()


def test_the_compiler_that_cc_names_comes_first(monkeypatch):
    monkeypatch.setattr(native_code.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setenv("CC", "mine")
    assert native_code.find_compiler() == "/bin/mine"
    monkeypatch.delenv("CC")
    assert native_code.find_compiler() == "/bin/gcc"


def test_all_sources_are_compiled():
    named = {*SMOOTHING.once, *SMOOTHING.each_level}
    assert {path.stem for path in SMOOTHING.home.glob("*.c")} == named


def test_the_executable_holds_what_was_compiled(tmp_path):
    home = tmp_path / "server" / "science" / "native"
    home.mkdir(parents=True)
    (home / "smoothing.so").touch()
    assert bundle_contents.compiled(tmp_path) == [
        (str(home / "smoothing.so"), "server/science/native")
    ]
    if SMOOTHING.library.exists():
        assert str(SMOOTHING.library) in {path for path, _ in bundle_contents.compiled(ROOT)}


def test_no_executable_without_it(monkeypatch, capsys):
    monkeypatch.setattr(bundle, "set_up", lambda groups: None)
    monkeypatch.setattr(bundle, "ensure_native", lambda: False)
    monkeypatch.setattr(bundle, "build", lambda *a, **k: pytest.fail("it was built"))
    monkeypatch.setattr(bundle.sys, "argv", ["bundle.py"])
    assert bundle.main() == 1
    assert "install gcc or clang" in capsys.readouterr().err


def test_debian_is_asked_for_a_compiler():
    assert {need.package for need in debian.BUNDLE} >= {"gcc", "libc6-dev"}


def test_failing_to_link_is_a_set_up_error(code):
    with pytest.raises(SetupError):
        native_code.compile_library(code, str(Path("/bin/false")))
