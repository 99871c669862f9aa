"""The WSGI door for waitress and gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.site.settings")
application = get_wsgi_application()
