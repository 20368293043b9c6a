"""Ports of 127.0.0.1 that servers of ours may have."""

import errno
import random
import socket
from collections.abc import Collection

from local.errors import PortTaken

# SeaweedFS listens on every port a second time, 10,000 higher. Both lie below 32,768, where the
# kernel begins to take ports for outgoing connections: one of those would hold ours now and then.
LOWEST, HIGHEST = 10_240, 20_000
TWIN = 10_000

_HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a connection that is only waiting to be forgotten holds no port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def choose(*, twin: bool = False, avoid: Collection[int] = ()) -> int:
    """Return a free port, at random so that runs side by side seldom meet.

    With ``twin`` the port 10,000 higher is free as well.
    """
    candidates = random.sample(range(LOWEST, HIGHEST + 1), 200)
    for port in candidates:
        if port not in avoid and _is_usable(port, twin=twin):
            return port
    raise PortTaken(candidates[-1], "a server of ours, like 199 others that were tried")


def settle(
    wanted: int, kept: int, *, purpose: str, twin: bool = False, avoid: Collection[int] = ()
) -> int:
    """Return the wanted port, else the one kept from the last time, else any free one.

    A port that somebody asked for is never exchanged for another: raises ``PortTaken``.
    """
    if wanted:
        if not _is_usable(wanted, twin=twin):
            raise PortTaken(wanted, purpose)
        return wanted
    if kept and kept not in avoid and _is_usable(kept, twin=twin):
        return kept
    return choose(twin=twin, avoid=avoid)


def _is_usable(port: int, *, twin: bool) -> bool:
    return is_free(port) and (not twin or is_free(port + TWIN))
