"""Who runs a command on the machine: the account's name, for the log."""

import getpass
import os


def operator() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container the account may have no name
        return f"account {os.getuid()}"
