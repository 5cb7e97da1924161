"""The WSGI application: `gunicorn belisha.config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from belisha.answers.preload import preload_in_background
from belisha.base.row_security import serve_requests_only

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.config.settings")

application = get_wsgi_application()
serve_requests_only()
preload_in_background()
