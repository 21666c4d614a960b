import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from townbell.people import actions, sign_in
from townbell.people.models import Member
from townbell.people.tests.conftest import PASSWORD

DESK = "/en/staff/"
DOOR = "/en/staff/sign-in/"
SECOND = "/en/staff/second-factor/"


def give_password(client, email="farah@example.org", password=PASSWORD, onward=""):
    return client.post(DOOR + onward, {"email": email, "password": password})


def give_code(client, code):
    return client.post(SECOND, {"code": code})


def is_in(client):
    return client.get(DESK).status_code == 200


def test_password_and_code_open_the_desk(client, farah_with_app, app):
    assert give_password(client).url == SECOND
    assert give_code(client, app.code()).url == DESK
    assert b"Good day, Farah" in client.get(DESK).content


def test_password_alone_opens_nothing(client, farah_with_app):
    give_password(client)
    assert "_auth_user_id" not in client.session
    assert not is_in(client)


def test_code_alone_opens_nothing(client, farah_with_app, app):
    assert give_code(client, app.code()).url.startswith(DOOR)
    assert not is_in(client)


def test_code_with_spaces_is_right_too(client, farah_with_app, app):
    give_password(client)
    code = app.code()
    assert give_code(client, f" {code[:3]} {code[3:]} ").url == DESK


def test_one_code_works_once(client, farah_with_app, app):
    code = app.code()
    give_password(client)
    give_code(client, code)
    thief = Client()
    give_password(thief)
    assert give_code(thief, code).status_code == 200
    assert not is_in(thief)


def test_older_code_than_the_last_one_is_over(client, farah_with_app, app):
    older = app.code()
    app.wait()
    give_password(client)
    give_code(client, app.code())
    late = Client()
    give_password(late)
    assert give_code(late, older).status_code == 200
    assert not is_in(late)


def test_five_wrong_codes_ask_for_the_password_again(client, farah_with_app, app):
    give_password(client)
    for _ in range(4):
        assert b"This code is not right" in give_code(client, "000000").content
    assert give_code(client, "000000").url == DOOR
    assert give_code(client, app.code()).url.startswith(DOOR)


def test_recovery_code_replaces_the_second_proof_once(client, farah_with_app):
    code, *others = actions.make_recovery_codes(member=farah_with_app)
    give_password(client)
    assert client.post(f"{SECOND}recovery-code/", {"code": code.lower()}).url.endswith("/account/")
    assert is_in(client)

    again = Client()
    give_password(again)
    answer = again.post(f"{SECOND}recovery-code/", {"code": code})
    assert b"This code is not right" in answer.content
    assert not is_in(again)
    assert again.post(f"{SECOND}recovery-code/", {"code": others[0]}).status_code == 303


def test_recovery_code_of_somebody_else_is_worth_nothing(client, farah_with_app, dana):
    foreign = actions.make_recovery_codes(member=dana)
    give_password(client)
    assert client.post(f"{SECOND}recovery-code/", {"code": foreign[0]}).status_code == 200
    assert not is_in(client)
    assert dana.recovery_codes.count() == 10


def test_wrong_recovery_codes_count_as_guesses(client, farah_with_app):
    give_password(client)
    for _ in range(4):
        client.post(f"{SECOND}recovery-code/", {"code": "NOPE"})
    assert client.post(f"{SECOND}recovery-code/", {"code": "NOPE"}).url == DOOR


def errors(answer):
    return re.findall(r'<div class="errors".*?</div>', answer.content.decode(), re.DOTALL)


def test_wrong_pairs_all_get_the_same_sentence(client, farah_with_app, dana, ito):
    ito.set_password(PASSWORD)
    ito.save()
    actions.accounts.Deactivation.objects.create(member=ito, reason="left")
    pairs = [
        ("nobody@example.org", PASSWORD),
        ("farah@example.org", "not-her-password"),
        ("dana@example.org", "has-no-password-yet"),
        ("ito@example.org", PASSWORD),
    ]
    said = [errors(give_password(client, *pair)) for pair in pairs]
    assert len(said[0]) == 1
    assert "do not belong together" in said[0][0]
    assert all(words == said[0] for words in said)


def test_unknown_address_takes_the_time_of_a_password_check(client, farah_with_app, monkeypatch):
    checked = []
    real = Member.set_password
    monkeypatch.setattr(Member, "set_password", lambda self, raw: checked.append(real(self, raw)))
    give_password(client, "nobody@example.org")
    assert len(checked) == 1


def test_letters_of_the_address_may_be_small_or_big(client, farah_with_app):
    assert give_password(client, "Farah@Example.ORG").url == SECOND


def test_session_planted_before_sign_in_is_worth_nothing(client, farah_with_app, app):
    """Session fixation: the thief's own session id never becomes Farah's."""
    thief = Client()
    give_password(thief, "farah@example.org")
    planted = thief.cookies["townbell_staff"].value
    client.cookies["townbell_staff"] = planted

    give_password(client)
    after_password = client.cookies["townbell_staff"].value
    app.wait()
    give_code(client, app.code())
    after_code = client.cookies["townbell_staff"].value

    assert len({planted, after_password, after_code}) == 3
    assert is_in(client)
    assert not is_in(thief)
    assert not Session.objects.filter(session_key__in=[planted, after_password]).exists()


def test_form_token_changes_at_sign_in(client, farah_with_app, app):
    client.get(DOOR)
    before = client.cookies["townbell_staff_form"].value
    give_password(client)
    give_code(client, app.code())
    assert client.cookies["townbell_staff_form"].value != before


@pytest.mark.parametrize("page", [DOOR, "/en/staff/sign-out/", "/en/staff/demo/token/"])
def test_forms_of_other_sites_are_refused(farah_with_app, page):
    """Login CSRF and logout CSRF: without the form's token nothing happens."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(page, {"email": "farah@example.org", "password": PASSWORD})
    assert answer.status_code == 403
    assert sign_in.HALF not in client.session


def test_signing_out_needs_the_form_and_ends_the_session(farah_with_app, app):
    client = Client(enforce_csrf_checks=True)
    page = client.get(DOOR)
    give = {"csrfmiddlewaretoken": token_in(page)}
    client.post(DOOR, {**give, "email": "farah@example.org", "password": PASSWORD})
    client.post(SECOND, {"csrfmiddlewaretoken": token_in(client.get(SECOND)), "code": app.code()})
    assert is_in(client)
    key = client.cookies["townbell_staff"].value

    assert client.post("/en/staff/sign-out/").status_code == 403
    assert client.get("/en/staff/sign-out/").status_code == 405
    assert is_in(client)

    give = {"csrfmiddlewaretoken": token_in(client.get(DESK))}
    assert client.post("/en/staff/sign-out/", give).status_code == 303
    assert not is_in(client)
    assert not Session.objects.filter(session_key=key).exists()


def token_in(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]


def test_one_goes_on_to_the_page_one_wanted(client, farah_with_app, app):
    wanted = "/en/staff/account/"
    door = client.get(wanted).url
    client.post(door, {"email": "farah@example.org", "password": PASSWORD})
    assert give_code(client, app.code()).url == wanted


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com/",
        "javascript:alert(1)",
        "\thttps://example.com/",
        "http:///example.com/",
    ],
)
def test_nobody_is_sent_to_another_site(client, farah_with_app, app, elsewhere):
    client.post(
        reverse("people:sign_in") + f"?next={elsewhere}",
        {"email": "farah@example.org", "password": PASSWORD},
    )
    assert give_code(client, app.code()).url == DESK


def test_half_a_sign_in_lasts_a_quarter_of_an_hour(client, farah_with_app, app, monkeypatch):
    give_password(client)
    began = client.session[sign_in.HALF]["at"]
    monkeypatch.setattr("townbell.people.sign_in.time.time", lambda: began + 15 * 60 + 1)
    assert give_code(client, app.code()).url.startswith(DOOR)


def test_half_a_sign_in_ends_when_the_password_changes(client, farah_with_app, app):
    give_password(client)
    actions.change_password(member=farah_with_app, password="another-long-password")
    assert give_code(client, app.code()).url.startswith(DOOR)


def test_reader_of_the_door_gets_no_session(client, db):
    client.get(DOOR)
    assert "townbell_staff" not in client.cookies
    assert not Session.objects.exists()


def test_form_cookie_of_the_door_ends_with_the_browser(client, db):
    client.get(DOOR)
    assert client.cookies["townbell_staff_form"]["max-age"] == ""


def test_cookies_are_closed_to_scripts_and_other_sites(client, farah_with_app):
    client.get(DOOR)
    give_password(client)
    for name in ["townbell_staff", "townbell_staff_form"]:
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]


def test_no_time_of_a_visit_is_kept_with_the_account(client, farah_with_app):
    assert "last_login" not in {field.name for field in Member._meta.get_fields()}


def test_no_mail_can_be_sent(settings):
    assert settings.MAILERS == {}
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


@pytest.fixture
def never_right():
    """Passwords that are wrong at once, until the fixture is undone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("townbell.people.views.door.authenticate", lambda *_, **__: None)
        yield patch


def test_guessing_passwords_of_one_account_is_limited(
    client, farah_with_app, settings, never_right
):
    settings.WORKERS = 1
    for number in range(100):
        give_password(Client(REMOTE_ADDR=f"203.0.113.{number}"), password="wrong")
    never_right.undo()
    assert "too many attempts" in errors(give_password(client))[0]


def test_guessing_from_one_address_is_limited(client, farah_with_app, settings, never_right):
    settings.WORKERS = 1
    for number in range(60):
        give_password(client, f"somebody{number}@example.org")
    never_right.undo()
    assert "too many attempts" in errors(give_password(client))[0]


def test_guessing_codes_of_one_account_is_limited(farah_with_app, app, settings):
    settings.WORKERS = 1
    for _ in range(5):
        client = Client()
        give_password(client)
        for _ in range(4):
            give_code(client, "000000")
    client = Client()
    give_password(client)
    assert b"too many attempts" in give_code(client, app.code()).content
    assert not is_in(client)


def test_borrowed_browser_does_not_change_how_one_signs_in(client, farah_with_app, app):
    give_password(client)
    give_code(client, app.code())
    session = client.session
    session[sign_in.PROVED_AT] -= 16 * 60
    session.save()

    for page in ["set-up/", "set-up/app/", "set-up/passkey/", "account/recovery-codes/"]:
        assert client.get(DESK + page).url.startswith(f"{DESK}prove-again/?next=")
    factor = farah_with_app.factors.get()
    assert client.post(f"{DESK}account/proofs/{factor.pk}/remove/").url == f"{DESK}prove-again/"

    asks = f"{DESK}prove-again/?next={DESK}set-up/app/"
    assert b"This is not your password" in client.post(asks, {"password": "a guess"}).content
    assert client.post(asks, {"password": PASSWORD}).url == f"{DESK}set-up/app/"
    assert client.get(f"{DESK}set-up/app/").status_code == 200
