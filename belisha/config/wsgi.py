"""The WSGI application: `gunicorn belisha.config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from belisha.answers.preload import preload_in_background

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.config.settings")

application = get_wsgi_application()
preload_in_background()
