"""The site as an ASGI application."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tansiq.centre.settings")
django.setup(set_prefix=False)

# These need Django loaded.
from tansiq.centre.live import service  # noqa: E402
from tansiq.centre.live.asgi import Live  # noqa: E402
from tansiq.centre.live.site import Site  # noqa: E402

application = Live(Site(), service.current)
