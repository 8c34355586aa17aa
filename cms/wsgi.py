"""The WSGI entry point. A server of its own names its settings; without a name it gets the ones made for production."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()
