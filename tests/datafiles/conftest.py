import pytest


@pytest.fixture
def put(tmp_path):
    """Write a text or bytes to a file and give its path."""

    def write(content, name="table.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write
