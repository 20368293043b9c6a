"""The base of every refusal that an official reads; pages show its sentence as it is."""


class Refusal(Exception):
    """The request cannot be carried out as things stand; the message says what to do."""

    message = "Không thực hiện được yêu cầu."

    def __init__(self, message: str = "") -> None:
        self.message = message or self.message
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message
