"""Staff come in: an invitation, a second proof, recovery codes; then out, and in again."""

import base64
import time

import pytest

from townbell.people import actions, totp
from townbell.people.models import Member, Role
from townbell.testing import sign_in

PASSWORD = "lantern-gravel-otter-seven"
WORDS = {
    "en": {
        "next": "Continue",
        "app": "Use an app",
        "passkey": "Use a passkey",
        "codes": "Show me ten new codes",
        "have": "I have them",
        "out": "Sign out",
        "in": "Sign in",
        "make": "Make a passkey",
        "use": "Use your passkey",
        "name": "Your name",
        "password": "New password",
        "email": "E-mail address",
        "old": "Password",
        "code": "Code from your app",
        "done": "Done",
        "hello": "Good day, Nina",
    },
    "es": {
        "next": "Continuar",
        "app": "Usar una aplicación",
        "passkey": "Usar una llave de acceso",
        "codes": "Mostrar diez códigos nuevos",
        "have": "Ya los tengo",
        "out": "Salir",
        "in": "Entrar",
        "make": "Hacer una llave de acceso",
        "use": "Usar su llave de acceso",
        "name": "Su nombre",
        "password": "Contraseña nueva",
        "email": "Correo electrónico",
        "old": "Contraseña",
        "code": "Código de su aplicación",
        "done": "Listo",
        "hello": "Buen día, Nina",
    },
}


@pytest.fixture
def invitation(team, grace, settings, site):
    settings.SITE_URL = site.url
    link = actions.invite(
        email="nina@example.org",
        organisation=team.organisation,
        role=Role.ADMINISTRATOR,
        team=team,
        by=grace,
    )
    return link.removeprefix(site.url).removeprefix("/en")


def press(page, label):
    with page.expect_navigation():
        button(page, label).click()


def button(page, label):
    return page.get_by_role("button", name=label, exact=True)


def follow(page, label):
    with page.expect_navigation():
        page.get_by_role("link", name=label, exact=True).click()


def fill(page, label, text):
    page.get_by_label(label, exact=True).fill(text)


def set_name_and_password(page, words):
    fill(page, words["name"], "Nina")
    fill(page, words["password"], PASSWORD)
    press(page, words["next"])


def give_password(page, words):
    fill(page, words["email"], "nina@example.org")
    fill(page, words["old"], PASSWORD)
    press(page, words["next"])


def next_code(secret):
    """The app's next code; a moment later it would be this one, and the last one is used up."""
    return totp.code_at(secret, int(time.time()) // totp.SECONDS + 1)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 360)])
def test_newcomer_comes_in_with_an_app(visit, invitation, axe, language, width, scripts):
    words = WORDS[language]
    page = visit(f"/{language}{invitation}", width=width, scripts=scripts)
    no_complaint(page, axe)
    set_name_and_password(page, words)
    no_complaint(page, axe)
    follow(page, words["app"])
    no_complaint(page, axe)
    secret = base64.b32decode(page.locator(".key").text_content().replace(" ", ""))
    fill(page, words["code"], totp.code_at(secret, int(time.time()) // totp.SECONDS))
    press(page, words["done"])
    press(page, words["codes"])
    assert page.locator(".codes li").count() == 10
    no_complaint(page, axe)
    follow(page, words["have"])
    assert page.locator("h1").text_content() == words["hello"]

    press(page, words["out"])
    no_complaint(page, axe)
    give_password(page, words)
    no_complaint(page, axe)
    fill(page, words["code"], next_code(secret))
    press(page, words["in"])
    assert page.locator("h1").text_content() == words["hello"]
    no_complaint(page, axe)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 360)])
def test_newcomer_comes_in_with_a_passkey(visit, invitation, axe, language, width):
    words = WORDS[language]
    page = visit(f"/{language}{invitation}", width=width)
    plug_in_a_key(page)
    set_name_and_password(page, words)
    follow(page, words["passkey"])
    no_complaint(page, axe)
    press(page, words["make"])
    assert page.url.endswith("/recovery-codes/")

    press(page, words["out"])
    give_password(page, words)
    no_complaint(page, axe)
    press(page, words["use"])
    assert page.locator("h1").text_content() == words["hello"]


def test_key_that_cannot_check_the_person_is_told_so(visit, invitation):
    words = WORDS["en"]
    page = visit(f"/en{invitation}")
    plug_in_a_key(page, checks_the_person=False)
    set_name_and_password(page, words)
    follow(page, words["passkey"])
    button(page, words["make"]).click()
    page.get_by_text("The passkey was not used. You can try again.").wait_for()
    assert not Member.objects.get(name="Nina").factors.exists()


def plug_in_a_key(page, *, checks_the_person=True):
    """Give the browser a security key of software."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasUserVerification": checks_the_person,
                "isUserVerified": checks_the_person,
                "automaticPresenceSimulation": True,
            }
        },
    )


STAFF_PAGES = [
    "",
    "account/",
    "account/name/",
    "account/password/",
    "account/recovery-codes/",
    "set-up/",
    "set-up/app/",
    "set-up/passkey/",
    "prove-again/",
    "people/",
    "people/invite/",
    "people/{farah}/",
    "organisations/",
    "organisations/new/",
    "organisations/neighbours/",
    "organisations/neighbours/teams/new/",
    "teams/{team}/",
]


@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_of_staff_fit_and_are_open_to_all(
    visit, site, axe, client, grace, farah, dana, team, invitation, language
):
    sign_in(client, grace)
    page = visit(f"/{language}/staff/sign-in/")
    session = client.cookies["townbell_staff"].value
    page.context.add_cookies([{"name": "townbell_staff", "value": session, "url": site.url}])
    for address in STAFF_PAGES:
        page.goto(f"/{language}/staff/{address.format(farah=farah.pk, team=team.pk)}")
        assert page.locator("h1").count() == 1, address
        no_complaint(page, axe)


def no_complaint(page, axe):
    assert axe(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
