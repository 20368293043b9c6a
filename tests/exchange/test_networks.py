import ipaddress

import pytest

from exchange.networks import may_be_called

INSIDE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",  # where clouds give out credentials
    "172.16.0.1",
    "192.0.0.192",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001:db8::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2002:7f00:1::",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_the_open_net_is_not_called(address):
    assert not may_be_called(address, allowed=[])


@pytest.mark.parametrize("address", ["8.8.8.8", "203.162.0.181", "2606:4700::1111"])
def test_the_open_net_is_called(address):
    assert may_be_called(address, allowed=[])


def test_what_the_operator_names_is_called_and_nothing_beside_it():
    allowed = [ipaddress.ip_network("10.20.0.0/16"), ipaddress.ip_network("fd00:1::/32")]
    asked = ["10.20.3.4", "10.21.0.1", "fd00:1::5", "fd00:2::5", "::ffff:10.20.3.4"]
    assert [may_be_called(one, allowed=allowed) for one in asked] == [
        True,
        False,
        True,
        False,
        False,
    ]
