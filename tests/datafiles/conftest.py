import pytest

from server.datafiles.parsed import PARSED


@pytest.fixture(autouse=True)
def nothing_is_parsed_before():
    """No test takes what was parsed for an application of an earlier one."""
    PARSED.use(None)


@pytest.fixture
def put(tmp_path):
    """Write a text or bytes to a file and give its path."""

    def write(content, name="table.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write
