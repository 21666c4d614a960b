from django.http import HttpRequest


def asks_for_part(request: HttpRequest) -> bool:
    """Say whether htmx asks, which puts the answer into the page that somebody has open."""
    return bool(request.META.get("HTTP_HX_REQUEST") == "true")
