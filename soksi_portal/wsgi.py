"""For the web server. Whoever forgets DJANGO_SETTINGS_MODULE gets production, which refuses to start half-configured."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soksi_portal.settings.production")

application = get_wsgi_application()
