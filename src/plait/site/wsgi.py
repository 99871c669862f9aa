"""The WSGI door for waitress and gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from plait.site.checks import refuse_to_start
from plait.site.collecting import leave_what_is_imported
from plait.site.environment import Environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.site.settings")
refuse_to_start(Environment.read())
application = get_wsgi_application()
gc.collect()
leave_what_is_imported()
