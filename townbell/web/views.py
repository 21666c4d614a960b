"""What a host gives the site: an accent and a logo, served by the site itself."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from townbell.web.access import open_to_everyone
from townbell.web.colours import accent

PICTURES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}


@require_safe
@cache_control(max_age=3600)
@open_to_everyone("the host's colour is on every page")
def accent_css(request: HttpRequest) -> HttpResponse:
    if not settings.SITE_ACCENT:
        raise Http404
    chosen = accent(settings.SITE_ACCENT)
    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {chosen.dark}; }} }}"
    return HttpResponse(f":root {{ --accent: {chosen.light}; }}\n{dark}\n", content_type="text/css")


@require_safe
@cache_control(max_age=3600)
@open_to_everyone("the host's logo is on every page")
def logo(request: HttpRequest) -> HttpResponse | FileResponse:
    path = Path(settings.SITE_LOGO)
    if not settings.SITE_LOGO or path.suffix not in PICTURES or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type=PICTURES[path.suffix])
