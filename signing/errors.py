"""Why a file could not be prepared, signed, sealed or archived."""


class SigningError(Exception):
    """A fact, with the sentence that an official reads."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class WrongPin(SigningError):
    """The PIN, or the installation's secret, does not open the wrapped key."""

    def __init__(self) -> None:
        super().__init__("Mã PIN không đúng.")


class KeyMismatch(SigningError):
    """The private key is not the one of the certificate."""

    def __init__(self) -> None:
        super().__init__("Khóa bí mật không khớp với chứng thư số.")


class CannotPrepare(SigningError):
    """The typeset page lacks something that the fields need."""


class CannotSign(SigningError):
    """The file is not at the stage at which this signature is made."""


class TimestampsUnavailable(SigningError):
    """The timestamp authority did not give a usable token; the cause is in words."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"Chưa có dấu thời gian: {cause}.")
        self.cause = cause


class EvidenceUnavailable(SigningError):
    """Issuer certificates or revocation data could not be had; the cause is in words."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"Chưa lấy được dữ liệu xác minh chứng thư số: {cause}.")
        self.cause = cause
