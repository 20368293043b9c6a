"""The settings of the tests: the usual ones, led to the servers of this test run."""

import os

from tests import servers

os.environ.update(servers.MACHINE.environment)

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow ones only cost time
