"""Folders and servers of their own for the tests of the launchers."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import objects, postgres


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Give a folder that the servers may enter: as root, pytest's own are closed to them."""
    path = Path(tempfile.mkdtemp(prefix="dauson-test-"))
    path.chmod(0o711)
    yield path
    postgres.kill(path / "postgres")
    objects.kill(path / "objects")
    shutil.rmtree(path)


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Hold a port as another program would."""
    with socket.create_server(("127.0.0.1", 0)) as program:
        yield program.getsockname()[1]
