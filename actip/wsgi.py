"""The WSGI entry point; refuses to start where row security would not hold."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actip.settings")
application = get_wsgi_application()

from actip.access import checks  # noqa: E402  the apps must be loaded

checks.refuse()
