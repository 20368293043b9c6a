"""Readers of the environment: strict, and clear about what is wrong.

A secret may also come from a file: `NAME_FILE` holds its path.
"""

import ipaddress
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptography import x509
from django.core.exceptions import ImproperlyConfigured

# What may follow ? in the address of a database: TLS, and which of several servers is the primary.
DATABASE_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs"}


def text(name: str, default: str | None = None) -> str:
    """Return the variable's text; without a default it must be there, and not empty."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {error}") from error
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"The environment variable {name} is not set.")
    return value


def switch(name: str, *, default: bool) -> bool:
    """Return a yes-or-no variable: 1 or 0, nothing else."""
    value = text(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value == "1"


def one_of(name: str, choices: tuple[str, ...], *, default: str) -> str:
    """Return one of several words."""
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(choices)}, not {value!r}.")
    return value


def count(name: str, *, default: int) -> int:
    """Return a whole number that is not negative."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name} must be a number, 0 or more, not {value!r}.")
    return int(value)


def words(name: str, default: str | None = "") -> list[str]:
    """Return the comma-separated items of a variable, blanks stripped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str, default: str = "") -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Return the comma-separated networks of a variable: 10.20.0.0/16, fd00::/8."""
    try:
        return [ipaddress.ip_network(word) for word in words(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from error


def database(name: str, default: str | None = None) -> dict[str, Any]:
    """Return Django's settings for a `postgresql://user:password@host:port/name?options`."""
    url = urlsplit(text(name, default))
    if url.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(f"{name} must be a postgresql:// address.")
    given = dict(parse_qsl(url.query))
    if unknown := set(given) - DATABASE_OPTIONS:
        raise ImproperlyConfigured(f"{name} has options that are not known: {sorted(unknown)}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        # No action may wait longer than five seconds for another's lock: the official is told.
        "OPTIONS": {
            "options": "-c lock_timeout=5000 -c statement_timeout=30000 -c jit=off",
            "connect_timeout": 5,  # seconds; without one, a host that is gone holds us for minutes
            **given,
        },
    }


def is_practice_authority(path: str) -> bool:
    """Tell whether a PEM file holds a certificate that calls itself one for practice."""
    try:
        certificates = x509.load_pem_x509_certificates(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"TRUST_ROOTS: {error}") from error
    return any("THỬ NGHIỆM" in one.subject.rfc4514_string() for one in certificates)
