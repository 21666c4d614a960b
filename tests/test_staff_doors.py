"""Every staff page of every room, walked over the URLconf: who is turned away, and how.

The decorator decides before the page itself is run, so placeholders do for what an address names.
Whether the right role sees another organisation's things is for each room's own tests.
"""

import inspect
import re

import pytest

from tests.addresses import addresses
from townbell.people import sign_in as doors
from townbell.people.models import Role
from townbell.testing import member, sign_in

PLACEHOLDERS = {"int": 1, "slug": "x", "str": "x", "path": "x", "kind": "statement"}


def reached(*args, **kwargs):
    raise ZeroDivisionError("the page itself was run")


def staff_pages():
    """Yield name, address and the roles let in, of every page that is for roles."""
    for address in addresses():
        policy = getattr(address.view, "access_policy", "")
        if found := re.match(r"staff \((.+?)\): .", policy):
            roles = set(Role) if found[1] == "any role" else {Role(r) for r in found[1].split(", ")}
            yield address, roles


STAFF_PAGES = list(staff_pages())
every_staff_page = pytest.mark.parametrize(
    ("address", "roles"), STAFF_PAGES, ids=[address.name for address, _ in STAFF_PAGES]
)


def ask(client, address):
    """Ask for the page as a link or a form would, with placeholders for what it names."""
    path = "/" + re.sub(
        r"<(?:(\w+):)?\w+>", lambda part: str(PLACEHOLDERS[part[1] or "str"]), address.route
    )
    answer = client.get(path)
    return client.post(path) if answer.status_code == 405 else answer


def test_there_are_staff_pages_of_several_rooms():
    assert len({address.name.split(":")[0] for address, _ in STAFF_PAGES}) >= 3


@pytest.mark.django_db
@every_staff_page
def test_stranger_is_sent_to_the_door(client, address, roles):
    answer = ask(client, address)
    assert answer.status_code == 303
    assert answer.url.startswith("/en/staff/sign-in/")


@every_staff_page
def test_password_alone_is_sent_to_set_up_the_second_proof(client, farah, address, roles):
    request = type("Asked", (), {"session": client.session})()
    doors.begin(request, farah)
    request.session.save()
    client.cookies["townbell_staff"] = request.session.session_key
    answer = ask(client, address)
    assert (answer.status_code, answer.url) == (303, "/en/staff/set-up/")


@every_staff_page
def test_only_its_roles_reach_a_page(client, team, address, roles, monkeypatch):
    # Else a page that finds nothing would answer 404 too, and hide that it was run.
    monkeypatch.setattr(inspect.unwrap(address.view), "__code__", reached.__code__)
    for role in Role:
        sign_in(client, member(f"Somebody {role}", role, team))
        if role in roles:
            with pytest.raises(ZeroDivisionError, match="itself was run"):
                ask(client, address)
        else:
            assert ask(client, address).status_code == 404, role
