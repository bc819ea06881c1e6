"""Bombs, and files that are not read."""

import gzip
import io
import zipfile
import zlib

import h5py
import numpy as np
import pytest
from spreadsheets import raw_workbook

from server.datafiles.files import describe, read
from server.datafiles.options import Selection
from server.errors import InputError, NotFound, TooLarge


def zipped(name, content):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def header(shape, dtype="<f8"):
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        buffer, {"descr": dtype, "fortran_order": False, "shape": shape}
    )
    return buffer.getvalue()


def sheet(*cells):
    inner = "".join(f'<row r="{r}"><c r="{c}{r}"><v>1</v></c></row>' for c, r in cells)
    return raw_workbook({"S": f"<worksheet><sheetData>{inner}</sheetData></worksheet>"})


BOMBS = {
    "gzip.csv": lambda: gzip.compress(b"0" * 200_000_000, 1),
    "lines.csv": lambda: gzip.compress(b"\n" * 200_000_000, 1),
    "line.csv": lambda: b"1" * 5_000_000,
    "wide.csv": lambda: b"1," * 30_000 + b"1\n",
    "zeros.npz": lambda: zipped("a.npy", header((25_000_000,)) + bytes(200_000_000)),
    "promise.npz": lambda: zipped("a.npy", header((150_000_000,))),
    "far.xlsx": lambda: sheet(("A", 1), ("XFD", 1_048_576)),
    "zeros.xlsx": lambda: zipped("xl/worksheets/sheet1.xml", b" " * 200_000_000),
    "promise.npy": lambda: header((150_000_000,)),
    "negative.npy": lambda: header((-5,)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused(put, name):
    path = put(BOMBS[name](), name)
    with pytest.raises((InputError, TooLarge)):
        read(path)


def test_hdf5_that_promises_more_than_it_holds(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("huge", (10**12,), "f8", chunks=(1000,))
        file.create_dataset("zeros", (20_000_000,), "f8", chunks=(1000,))
        file.create_dataset("many", (7_000_000,), "f8", chunks=(1,))
        file.create_dataset("chunk", (10**8,), "f8", chunks=(10**8,))
    assert describe(path, member="huge").shape == (10**12,)
    for member in ("huge", "zeros", "many", "chunk"):
        with pytest.raises((InputError, TooLarge, NotFound)):
            read(path, Selection(member=member))


def test_pictures_of_too_many_pixels(put):
    chunk = b"IHDR" + (20_000).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    png = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + chunk
    png += zlib.crc32(chunk).to_bytes(4, "big")
    with pytest.raises(TooLarge, match="pixels"):
        read(put(png + b"\0\0\0\0IDAT" + bytes(4), "a.png"))


REFUSED = {
    "a.parquet": (b"PAR1" + bytes(100), "Parquet"),
    "a.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old Excel"),
    "a.nc": (b"CDF\x01" + bytes(100), "classic NetCDF"),
    "a.fits": (b"SIMPLE  =                    T", "FITS"),
    "a.pdf": (b"%PDF-1.7\n1 0 obj", "PDF"),
    "a.zip": (zipped("a.csv", "a,b\n1,2\n"), "unpack it first"),
    "a.pkl": (b"\x80\x04\x95\x05\0\0\0", "pickle"),
    "a.npy.gz": (gzip.compress(header((0,))), "only text"),
    "a.bin": (bytes(range(256)), "no format"),
    "a.csv": (b"", "is empty"),
    "b.csv": (b"\n\n  \n", "is empty"),
    "c.csv": (b"# only\n# comments\n", "comments only"),
    "d.gz": (b"\x1f\x8b\x08\0broken", "gzip"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_refused_with_a_word_of_help(put, name):
    content, words = REFUSED[name]
    with pytest.raises(InputError, match=words):
        describe(put(content, name))


def test_folders_and_missing_files_are_refused(tmp_path):
    with pytest.raises(InputError, match="folder"):
        describe(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        describe(tmp_path / "nothing.csv")
