"""What a server runs: `gunicorn belisha.config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.config.settings")

application = get_wsgi_application()
