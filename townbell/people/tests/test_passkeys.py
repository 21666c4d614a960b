import html
import json
import re

import pytest
from django.test import Client

from townbell.people import actions, ceremonies
from townbell.people.models import Factor
from townbell.people.tests.authenticator import SecurityKey
from townbell.people.tests.conftest import PASSWORD

DOOR = "/en/staff/sign-in/"
SECOND = "/en/staff/second-factor/"
SET_UP = "/en/staff/set-up/passkey/"


@pytest.fixture
def newcomer(client, farah):
    """Farah after her password, with no second proof yet."""
    farah.set_password(PASSWORD)
    farah.save()
    give_password(client)
    return farah


@pytest.fixture
def key():
    return SecurityKey()


@pytest.fixture
def with_passkey(newcomer, client, key):
    register(client, key)
    client.post("/en/staff/sign-out/")
    return newcomer


def give_password(client):
    client.post(DOOR, {"email": "farah@example.org", "password": PASSWORD})


def question_on(page):
    return json.loads(
        html.unescape(re.search(r'data-question="([^"]+)"', page.content.decode())[1])
    )


def register(client, key):
    answer = key.make(question_on(client.get(SET_UP)))
    return client.post(SET_UP, {"name": "My key", "answer": json.dumps(answer)})


def sign(client, key, question=None):
    question = question or question_on(client.get(SECOND))
    return client.post(f"{SECOND}passkey/", {"answer": json.dumps(key.sign(question))})


def is_in(client):
    return client.get("/en/staff/").status_code == 200


def test_newcomer_makes_a_passkey_and_is_in(client, newcomer, key):
    assert register(client, key).url == "/en/staff/account/recovery-codes/"
    assert is_in(client)
    assert newcomer.factors.get().kind == Factor.Kind.PASSKEY


def test_passkey_opens_the_desk(client, with_passkey, key):
    give_password(client)
    assert not is_in(client)
    assert sign(client, key).url == "/en/staff/"
    assert is_in(client)


def test_passkey_that_does_not_count_works_again_and_again(client, newcomer):
    key = SecurityKey(counts=False)
    register(client, key)
    for _ in range(2):
        client.post("/en/staff/sign-out/")
        give_password(client)
        assert sign(client, key).status_code == 303


def test_browser_is_asked_to_check_the_person(client, newcomer, key):
    making = question_on(client.get(SET_UP))
    assert making["authenticatorSelection"]["userVerification"] == "required"
    assert making["attestation"] == "none"
    register(client, key)
    client.post("/en/staff/sign-out/")
    give_password(client)
    assert question_on(client.get(SECOND))["userVerification"] == "required"


def test_key_that_did_not_check_the_person_is_not_taken(client, newcomer):
    answer = register(client, SecurityKey(checks_the_person=False))
    assert b"That passkey was not accepted" in answer.content
    assert not newcomer.factors.exists()


def test_signature_without_check_of_the_person_opens_nothing(client, with_passkey, key):
    give_password(client)
    key.flags = 0x01
    assert b"That passkey was not accepted" in sign(client, key).content
    assert not is_in(client)


@pytest.mark.parametrize(
    "origin",
    [
        "https://testserver",
        "http://testserver:8080",
        "http://sub.testserver",
        "http://testserver.example.com",
    ],
)
def test_signature_made_on_another_site_opens_nothing(client, with_passkey, key, origin):
    give_password(client)
    key.origin = origin
    assert sign(client, key).status_code == 200
    assert not is_in(client)


def test_signature_for_another_site_opens_nothing(client, with_passkey, key):
    give_password(client)
    key.site = "example.com"
    assert sign(client, key).status_code == 200
    assert not is_in(client)


def test_another_key_opens_nothing(client, with_passkey, key):
    give_password(client)
    stranger = SecurityKey()
    stranger.id = key.id
    assert sign(client, stranger).status_code == 200
    assert not is_in(client)


def test_answer_to_an_older_question_opens_nothing(client, with_passkey, key):
    give_password(client)
    older = question_on(client.get(SECOND))
    client.get(SECOND)
    assert sign(client, key, older).status_code == 200
    assert not is_in(client)


def test_answer_works_once(client, with_passkey, key):
    give_password(client)
    answer = json.dumps(key.sign(question_on(client.get(SECOND))))
    assert client.post(f"{SECOND}passkey/", {"answer": answer}).status_code == 303
    thief = Client()
    give_password(thief)
    thief.get(SECOND)
    assert thief.post(f"{SECOND}passkey/", {"answer": answer}).status_code == 200
    assert not is_in(thief)


def test_question_is_forgotten_after_ten_minutes(client, with_passkey, key):
    give_password(client)
    question = question_on(client.get(SECOND))
    session = client.session
    session[ceremonies.QUESTION] |= {"at": session[ceremonies.QUESTION]["at"] - 601}
    session.save()
    assert sign(client, key, question).status_code == 200
    assert not is_in(client)


def test_copied_key_shows_by_its_count(client, with_passkey, key):
    """A copy that starts from an earlier count is refused."""
    give_password(client)
    sign(client, key)
    client.post("/en/staff/sign-out/")
    give_password(client)
    key.count = 0
    assert sign(client, key).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("nonsense", ["", "{}", "[]", "null", '{"id": 7}', "{", '{"rawId": "AA"}'])
def test_nonsense_is_refused_with_a_sentence(client, with_passkey, nonsense):
    give_password(client)
    client.get(SECOND)
    answer = client.post(f"{SECOND}passkey/", {"answer": nonsense})
    assert b"That passkey was not accepted" in answer.content
    assert not is_in(client)


@pytest.mark.parametrize("nonsense", ["", "{}", "[]", "null", '{"id": 7}', "{"])
def test_nonsense_makes_no_passkey(client, newcomer, nonsense):
    client.get(SET_UP)
    assert client.post(SET_UP, {"name": "x", "answer": nonsense}).status_code == 200
    assert not newcomer.factors.exists()


def test_password_holder_cannot_add_a_passkey_beside_the_real_one(client, with_passkey):
    """Who stole the password must not give themselves a second proof."""
    give_password(client)
    assert client.get(SET_UP).url == SECOND
    thief = SecurityKey()
    posted = {"name": "x", "answer": json.dumps(thief.make({"challenge": "AAAA"}))}
    assert client.post(SET_UP, posted).url == SECOND
    assert with_passkey.factors.count() == 1


def test_model_of_the_device_is_not_kept(client, newcomer, key):
    register(client, key)
    kept = actions.factors.secret_of(newcomer.factors.get())
    assert kept[:16] == bytes(16)
    assert bytes(range(16)) not in kept


def test_public_key_and_id_are_not_readable_in_the_database(client, newcomer, key):
    register(client, key)
    factor = newcomer.factors.get()
    assert key.id in actions.factors.secret_of(factor)
    assert key.id not in bytes(factor.sealed)
