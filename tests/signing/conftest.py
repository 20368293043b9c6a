"""One office for all tests of this room; its files are made once and never changed."""

import threading
from collections.abc import Iterator

import pytest

from rehearsal.authority import AuthorityServer
from tests.signing.office import Office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    server = AuthorityServer(tmp_path_factory.mktemp("authority"))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Office(server)
    server.shutdown()
    thread.join()
    server.server_close()
