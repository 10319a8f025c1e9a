"""The site as an ASGI application."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tansiq.centre.settings")
site = get_asgi_application()

# These need Django loaded.
from tansiq.centre.live import service  # noqa: E402
from tansiq.centre.live.asgi import Live  # noqa: E402

application = Live(site, service.current)
