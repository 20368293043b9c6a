"""A device that holds passkeys: what a browser and its authenticator answer, made by hand."""

import json
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One passkey of one site; it counts how often it is used."""

    origin: str = "http://testserver"
    id: bytes = b"the-only-one"
    flags: int = PRESENT | VERIFIED
    times_used: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, asked: dict) -> str:
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(asked["rp"]["id"], ATTESTED) + attested
        made = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(self._said("webauthn.create", asked), attestationObject=made)

    def show(self, asked: dict) -> str:
        self.times_used += 1
        data, said = self._data(asked["rpId"]), self._said("webauthn.get", asked)
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(said, authenticatorData=data, signature=signature)

    def _said(self, what: str, asked: dict) -> bytes:
        return json.dumps(
            {"type": what, "challenge": asked["challenge"], "origin": self.origin}
        ).encode()

    def _data(self, site: str, more: int = 0) -> bytes:
        flags = bytes([self.flags | more])
        return sha256(site.encode()).digest() + flags + self.times_used.to_bytes(4, "big")

    def _answer(self, said: bytes, **parts: bytes) -> str:
        written = {name: websafe_encode(part) for name, part in parts.items()}
        name = websafe_encode(self.id)
        response = {"clientDataJSON": websafe_encode(said), **written}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
