"""One person at a shared tablet: known by a cookie for ten minutes at most, then by nothing.

The cookie holds a key, the moment its person came and the codes of what they said, signed, so that
the server ends it although it keeps no time of anybody. It goes to the tablet's own addresses only,
one in each language of the site, and the browser's other cookies are never read here.
"""

import time
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from townbell.conversations.forms.public import LONGEST_STATEMENT
from townbell.conversations.models import Conversation
from townbell.participation import identity
from townbell.participation.models import Kiosk

SECONDS_OF_A_VISIT = 10 * 60
SECONDS_WITHOUT_A_TOUCH = 60
MOST_CODES = 20


@dataclass(frozen=True)
class Draft:
    """What somebody wrote and should look at once more before it is saved."""

    text: str
    language: str


@dataclass(frozen=True)
class Visit:
    """Somebody at a tablet: their key, when they came, and what they said.

    Of what was said only the receipts are known, and a draft that is not saved yet. The statement
    they answered last is here and in no address: the tablet's list of visited pages is for all.
    """

    key: str
    began: int
    codes: tuple[str, ...] = ()
    draft: Draft | None = None
    last: int | None = None

    @property
    def seconds_left(self) -> int:
        return self.began + SECONDS_OF_A_VISIT - int(time.time())

    def with_code(self, code: str) -> "Visit":
        return replace(self, codes=(*self.codes, code)[-MOST_CODES:], draft=None)

    def with_draft(self, draft: Draft) -> "Visit":
        # A cookie holds little; one letter too many is enough to say that it is too long.
        return replace(self, draft=replace(draft, text=draft.text[: LONGEST_STATEMENT + 1]))


@dataclass(frozen=True)
class Place:
    """A shared tablet of a conversation, under the code in its address."""

    conversation: Conversation
    kiosk: Kiosk
    code: str

    def address(self, name: str = "kiosk", *more: object) -> str:
        return reverse(f"conversations:{name}", args=[self.conversation.slug, self.code, *more])

    @property
    def salt(self) -> str:
        return f"kiosk/{self.kiosk.pk}"

    def written(self, visit: Visit) -> str:
        """Write a visit so that only this tablet can read it, and nobody can change it."""
        return signing.dumps(asdict(visit), salt=self.salt, compress=True)

    def read(self, text: str) -> Visit | None:
        """Return the visit that was written for this tablet, unless its time is over."""
        try:
            kept = signing.loads(text, salt=self.salt)
        except signing.BadSignature:
            return None
        draft = kept["draft"] and Draft(**kept["draft"])
        visit = Visit(kept["key"], kept["began"], tuple(kept["codes"]), draft, kept["last"])
        return visit if visit.seconds_left > 0 else None


def new_visit() -> Visit:
    return Visit(identity.new_key(), int(time.time()))


def visit_in(request: HttpRequest, place: Place) -> Visit | None:
    """Return whose cookie the tablet sent, if their time is not over."""
    return place.read(request.COOKIES.get(cookie_name(translation.get_language()), ""))


def cookie_name(language: str | None) -> str:
    return f"townbell_kiosk_{language}"


def keep(response: HttpResponse, place: Place, visit: Visit) -> None:
    """Set the tablet's cookies, one for its address in each language, to end with the visit."""
    for name, path in cookies_of(place):
        response.set_cookie(
            name,
            place.written(visit),
            max_age=visit.seconds_left,
            path=path,
            httponly=True,
            samesite="Strict",
            secure=settings.HTTPS,
        )


def forget(request: HttpRequest, response: HttpResponse, place: Place) -> None:
    """Let the tablet forget who was there; one that knows nobody is left alone."""
    if cookie_name(translation.get_language()) not in request.COOKIES:
        return
    for name, path in cookies_of(place):
        response.delete_cookie(name, path=path, samesite="Strict")


def cookies_of(place: Place) -> list[tuple[str, str]]:
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append((cookie_name(language), place.address()))
    return found


def told(place: Place, visit: Visit | None = None, **more: Any) -> dict[str, Any]:
    """Return what every page of a tablet is made from."""
    return {
        "conversation": place.conversation,
        "place": place,
        "start": place.address(),
        "seconds": SECONDS_WITHOUT_A_TOUCH,
        "codes": visit.codes if visit else (),
        **more,
    }
