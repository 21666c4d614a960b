import argparse
import importlib
import re

import pytest

from townbell.commands import Refused
from townbell.ledger.models import Entry
from townbell.people.models import Invitation, Member, Organisation, Role
from townbell.people.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet_umask(monkeypatch):
    monkeypatch.setattr("os.umask", lambda mask: mask)


def link_in(text):
    return re.search(r"http://testserver(/\S+)", text)[1]


def createadmin(capsys, *words):
    assert run("createadmin", *words) == 0
    return capsys.readouterr().out


def run(*words):
    module = importlib.import_module(f"townbell.commands.{words[0]}")
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return module.run(parser.parse_args(words[1:]))


def test_first_administrator_is_invited_with_a_new_organisation(client, capsys):
    said = createadmin(
        capsys, "Grace@example.org", "--organisation", "Ford Street", "--kind", "community"
    )
    assert client.post(link_in(said), {"name": "Grace", "password": PASSWORD}).status_code == 303
    grace = Member.objects.get(email="grace@example.org")
    assert grace.has_role(Role.ADMINISTRATOR, Organisation.objects.get(slug="ford-street"))
    by = [entry.content for entry in Entry.objects.filter(kind="role given")]
    assert len(by) == 1
    assert "the server's command line" in by[0]


def test_only_organisation_need_not_be_named(capsys, neighbours):
    createadmin(capsys, "grace@example.org")
    assert Invitation.objects.get().organisation == neighbours


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["not-an-address"], "is not an e-mail address"),
        (["x@example.org"], "several organisations"),
        (["x@example.org", "--organisation", "Third"], "say --kind"),
        (["x@example.org", "--organisation", "Police", "--kind", "agency"], "too much like"),
    ],
)
def test_what_is_unclear_is_refused_with_a_sentence(neighbours, department, words, why):
    with pytest.raises(Refused, match=why):
        run("createadmin", *words)
    assert not Invitation.objects.exists()


def test_without_an_organisation_the_command_says_how_to_name_one():
    with pytest.raises(Refused, match="no organisation yet"):
        run("createadmin", "x@example.org")


def test_resetstaff_prints_a_link_to_a_new_start(client, capsys, farah_with_app):
    assert run("resetstaff", "FARAH@example.org") == 0
    link = link_in(capsys.readouterr().out)
    assert not farah_with_app.factors.exists()
    assert client.post(link, {"password": "seven-otter-gravel"}).url == "/en/staff/set-up/"
    assert Entry.objects.filter(kind="access reset").count() == 1


def test_resetstaff_of_nobody_is_refused():
    with pytest.raises(Refused, match="Nobody works here"):
        run("resetstaff", "nobody@example.org")
