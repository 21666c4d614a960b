from django.conf import settings
from django.urls import reverse


def of_link(view: str, token: str) -> str:
    """Return the whole address of a link that works once, in the language now spoken."""
    return f"{settings.SITE_URL}{reverse(view, args=[token])}"
