"""What keeps a server of this machine from running, each in one sentence for its operator."""

from pathlib import Path


class LocalError(Exception):
    """The sentence says what is wrong and what to do; it is printed as it stands."""


class PortTaken(LocalError):
    def __init__(self, port: int, purpose: str, *, variable: str = "") -> None:
        remedy = f" with {variable}" if variable else ""
        super().__init__(
            f"Port {port} of 127.0.0.1, meant for {purpose}, is taken by another program: "
            f"stop that program or choose another port{remedy}."
        )


class FolderClosed(LocalError):
    def __init__(self, folder: Path, closed: Path, account: str) -> None:
        super().__init__(
            f"The servers run as {account!r}, which may not enter {closed}: "
            f"they cannot keep their data in {folder}. "
            "Set DAUSON_DATA to a folder that this account may enter."
        )


class FolderInUse(LocalError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} already holds files that are not ours: "
            "set DAUSON_DATA to an empty folder, or to one that does not exist yet."
        )


class FolderForeign(LocalError):
    def __init__(self, folder: Path, owner: str) -> None:
        super().__init__(
            f"The servers' data in {folder} belongs to {owner!r}: run as that account, "
            f"or as root with DAUSON_ACCOUNT={owner}, or set DAUSON_DATA to another folder."
        )


class FolderUnwritable(LocalError):
    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The data folder {folder} cannot be written ({reason}): "
            "set DAUSON_DATA to a folder that you may write."
        )


class ProgramMissing(LocalError):
    """No binaries of a server were found on this machine."""


class ServerFailed(LocalError):
    """A server started and stopped again, or never became ready."""

    def __init__(self, name: str, log: Path) -> None:
        words = last_words(log)
        super().__init__(f"{name} did not start: {words or 'it said nothing'} (more in {log}).")


def last_words(log: Path) -> str:
    """Return the line of a server's log that most likely names the cause, or ``""``."""
    try:
        with log.open("rb") as stream:
            stream.seek(max(0, log.stat().st_size - 16_384))
            lines = stream.read().decode(errors="replace").splitlines()
    except OSError:
        return ""
    lines = [line.strip() for line in lines if line.strip()]
    telling = [line for line in lines if any(word in line for word in _TELLING)]
    return (telling or lines or [""])[-1][:300]


_TELLING = ("FATAL", "PANIC", "No space left", "no space left", "address already in use", "panic:")
