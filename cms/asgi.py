"""The ASGI entry point. A server of its own names its settings; without a name it gets the ones made for production."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_asgi_application()
