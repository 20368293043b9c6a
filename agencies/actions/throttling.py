"""Counting tries of what may be guessed: passwords, codes. Shared by all web processes."""

import hashlib
import ipaddress
from dataclasses import dataclass
from typing import Final

from django.core.cache import caches

WINDOW: Final = 600  # seconds that a try counts


@dataclass(frozen=True)
class Tries:
    """The tries of one kind by one who tries: at most ``most`` within WINDOW.

    Each try takes a place of its own, which falls free again WINDOW later. A place is taken in one
    step, so that many tries at one moment are not fewer than they are.
    """

    kind: str
    who: str
    most: int

    def are_used_up(self) -> bool:
        return self.taken() >= self.most

    def taken(self) -> int:
        """Return how many count now."""
        return len(self._taken())

    def take(self) -> bool:
        """Count one more; False when none is left."""
        taken = self._taken()
        kept = caches["tries"]
        return any(kept.add(place, 1, WINDOW) for place in self._places() if place not in taken)

    def forget(self) -> None:
        caches["tries"].delete_many(self._places())

    def _taken(self) -> set[str]:
        return set(caches["tries"].get_many(self._places()))

    def _places(self) -> list[str]:
        # Hashed: what strangers type may be of any length, and a password typed as a name.
        digest = hashlib.sha256(self.who.encode(errors="replace")).hexdigest()
        return [f"{self.kind}:{digest}:{n}" for n in range(self.most)]


def neighbourhood(address: str) -> str:
    """Return what one subscriber has of addresses: one of IPv4, a /64 of IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False))
