"""The entry point of the web server."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    # The operator reads one sentence, as with every command of manage.py.
    sys.exit(f"{error}")

from config.requests import Utf8Request

application.request_class = Utf8Request
