"""What a server runs: `gunicorn belisha.config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from belisha.answers.warming import warm_in_background

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.config.settings")

application = get_wsgi_application()
warm_in_background()
