import os

from django.core.wsgi import get_wsgi_application

from townbell.web.bodies import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townbell.settings")

application = whole_bodies(get_wsgi_application())
