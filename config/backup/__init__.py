"""The whole installation as files in a folder, and back from them."""

from config.backup.making import make
from config.backup.manifest import BackupRefused, Manifest
from config.backup.restoring import restore

__all__ = ["BackupRefused", "Manifest", "make", "restore"]
