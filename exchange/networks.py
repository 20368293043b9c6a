"""Which network addresses a receiver may have: those of the open net, and those the operator names.

Whoever may write an address here makes this machine call it: without this rule, one of the
machines beside it (its database, its object store, a cloud's own service of credentials).
"""

import ipaddress
from collections.abc import Sequence
from typing import Final, TypeAlias

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

# IPv6 addresses that stand for an IPv4 one: a translator would lead where IPv4 may not go.
_TRANSLATED: Final = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "::/96",  # IPv4-compatible, RFC 4291
        "::ffff:0:0/96",  # IPv4-mapped, RFC 4291
        "::ffff:0:0:0/96",  # IPv4-translated, RFC 2765
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # NAT64 of a site, RFC 8215
        "2001::/32",  # Teredo, RFC 4380
        "2002::/16",  # 6to4, RFC 3056
    )
)
# Some versions of Python call these global.
_SPECIAL: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24"),
        *("2001::/23", "3fff::/20", "5f00::/16", "fec0::/10"),
    )
)


def may_be_called(address: str, *, allowed: Sequence[Network]) -> bool:
    """Tell whether a receiver may have this address, written as figures."""
    ip = ipaddress.ip_address(address)
    if any(ip.version == network.version and ip in network for network in allowed):
        return True
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return False
    return not any(
        ip.version == network.version and ip in network for network in (*_TRANSLATED, *_SPECIAL)
    )
