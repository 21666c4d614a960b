"""A copy of the database opens no account: secrets are sealed, links and codes are hashes."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.core import serializers

from townbell.people import actions, ceremonies, totp
from townbell.people.models import Factor, Invitation, RecoveryCode, Role, SignInLink
from townbell.people.sealing import Unreadable, seal, unseal
from townbell.people.tests.conftest import PASSWORD
from townbell.web import keys


def dump(*models):
    return "".join(serializers.serialize("json", model.objects.all()) for model in models)


def test_what_is_sealed_opens_again():
    assert unseal(seal(b"secret", context=b"1"), context=b"1") == b"secret"


def test_sealing_twice_looks_different():
    assert seal(b"secret", context=b"1") != seal(b"secret", context=b"1")


@pytest.mark.parametrize("position", [0, 23, 24, -1])
def test_changed_seal_does_not_open(position):
    sealed = bytearray(seal(b"secret", context=b"1"))
    sealed[position] ^= 1
    with pytest.raises(Unreadable):
        unseal(bytes(sealed), context=b"1")


def test_seal_opens_for_nobody_else():
    with pytest.raises(Unreadable):
        unseal(seal(b"secret", context=b"1/app"), context=b"2/app")


def test_secret_moved_to_another_account_does_not_open_it(farah_with_app, dana, app):
    stolen = farah_with_app.factors.get()
    Factor.objects.create(member=dana, kind=stolen.kind, name="x", sealed=stolen.sealed)
    with pytest.raises(Unreadable):
        actions.accept_code(member=dana, code=app.code())


def test_key_is_a_file_outside_the_database(settings):
    file = settings.HOME / "keys" / "factors"
    keys.key("factors")
    assert file.stat().st_mode & 0o777 == 0o600


def test_secret_of_an_app_is_sealed(farah_with_app, app):
    sealed = bytes(farah_with_app.factors.get().sealed)
    assert app.secret not in sealed
    text = dump(Factor)
    assert totp.spelled(app.secret).replace(" ", "") not in text
    assert app.secret.hex() not in text


def test_secret_on_the_set_up_page_is_sealed_in_the_session(client, farah):
    farah.set_password(PASSWORD)
    farah.save()
    client.post("/en/staff/sign-in/", {"email": farah.email, "password": PASSWORD})
    page = client.get("/en/staff/set-up/app/").content.decode()
    kept = json.dumps(Session.objects.get().get_decoded())
    secret = unseal(
        bytes.fromhex(client.session[ceremonies.NEW_APP]),
        context=f"new app of {farah.pk}".encode(),
    )
    assert totp.spelled(secret) in page
    assert secret.hex() not in kept
    assert totp.spelled(secret).replace(" ", "") not in kept


def test_recovery_codes_are_kept_as_hashes(farah):
    codes = actions.make_recovery_codes(member=farah)
    text = dump(RecoveryCode)
    assert len(set(codes)) == 10
    assert not any(code in text or code.replace("-", "") in text for code in codes)


def test_links_are_kept_as_hashes(farah, grace, team, settings):
    settings.DEMO = True
    links = [
        actions.invite(
            email="nina@example.org",
            organisation=team.organisation,
            role=Role.CLERK,
            team=team,
            by=grace,
        ),
        actions.reset_access(member=farah),
        actions.demo_sign_in_link(farah),
    ]
    text = dump(Invitation, SignInLink)
    assert "nina@example.org" in text
    assert not any(link.rstrip("/").split("/")[-1] in text for link in links)
