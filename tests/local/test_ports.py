import socket

import pytest

from local import ports
from local.errors import PortTaken


def test_a_port_that_someone_listens_on_is_not_free(taken_port):
    assert ports.is_free(taken_port) is False


def test_a_port_whose_last_connection_is_only_waiting_to_be_forgotten_is_free():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()  # the side that closes first does the waiting
    assert ports.is_free(port) is True


def test_the_port_of_the_last_time_is_kept():
    kept = ports.choose()
    assert ports.settle(0, kept, purpose="a test") == kept


def test_a_kept_port_that_is_taken_is_exchanged(taken_port):
    assert ports.settle(0, taken_port, purpose="a test") != taken_port


def test_a_wanted_port_is_never_exchanged(taken_port):
    with pytest.raises(PortTaken):
        ports.settle(taken_port, ports.choose(), purpose="a test")


def test_a_port_whose_twin_is_taken_is_not_chosen():
    port = ports.choose(twin=True)
    with socket.create_server(("127.0.0.1", port + ports.TWIN)):
        assert ports.settle(0, port, purpose="a test", twin=True) != port
        assert ports.settle(0, port, purpose="a test") == port
