"""Whom we trust: the root certificates, and nothing else."""

from dataclasses import dataclass
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding


@dataclass(frozen=True)
class Trust:
    """Root certificates, each as DER."""

    roots: tuple[bytes, ...]

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """Read one or more certificates; raises ValueError where there is none."""
        certificates = x509.load_pem_x509_certificates(pem)
        return cls(tuple(each.public_bytes(Encoding.DER) for each in certificates))
