"""The rules of the house hold in the package, and each would catch somebody who breaks it."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection

from tests import house
from tests.addresses import addresses
from townbell.web import holdings
from townbell.web.access import open_to_everyone
from townbell.web.middleware import is_of_staff

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("rule", house.RULES, ids=lambda rule: rule.__name__)
def test_house_keeps_its_rules(rule):
    assert rule(ROOT) == []


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        (house.upward_imports, {"web/x.py": "from townbell.people import models"}),
        (house.upward_imports, {"ledger/x.py": "import townbell.record.models"}),
        (house.upward_imports, {"meetings/x.py": "from townbell.surveys.models import Wave"}),
        (house.upward_imports, {"moderation/x.py": "from townbell import participation"}),
        (house.upward_imports, {"home/x.py": "def f():\n    from townbell.reports import models"}),
        (house.upward_imports, {"reports/x.py": "from townbell.record import actions"}),
        (house.upward_imports, {"people/x.py": "from townbell.settings import HOME"}),
        (house.engine_imports, {"opinion/x.py": "from django.conf import settings"}),
        (house.engine_imports, {"conversations/views.py": "from townbell.opinion import analyse"}),
        (house.engine_imports, {"record/analysis.py": "from townbell.opinion import analyse"}),
        (house.inward_imports, {"people/models.py": "from townbell.people import actions"}),
        (house.inward_imports, {"people/actions.py": "from townbell.people.views import x"}),
        (house.inward_imports, {"people/models/x.py": "from townbell.people.queries import x"}),
        (house.inward_imports, {"home/views.py": "from townbell.record.views import x"}),
        (house.relative_imports, {"people/x.py": "from . import models"}),
        (house.writes_outside_actions, {"people/views.py": "Member.objects.create(name='A')"}),
        (house.writes_outside_actions, {"people/views/x.py": "member.save()"}),
        (house.writes_outside_actions, {"people/forms.py": "Member.objects.update(name='A')"}),
        (house.writes_outside_actions, {"people/queries.py": "Member.objects.all().delete()"}),
        (house.requests_in_actions, {"people/actions.py": "def f(request): ..."}),
        (house.requests_in_actions, {"people/actions/x.py": "from django.http import Http404"}),
        (house.positional_arguments_of_actions, {"people/actions.py": "def f(a, b, c): ..."}),
        (house.templates_that_query, {"home/templates/home/x.html": "{{ x.votes.count }}"}),
        (house.templates_that_query, {"home/templates/home/x.html": "{% for a in x.all %}"}),
        (house.templates_that_query, {"home/templates/home/x.html": "{{ x.vote_set }}"}),
        (house.logged_values, {"web/x.py": "logger.error(f'{path} failed')"}),
        (house.logged_values, {"web/x.py": "logger.warning('%s failed', path)"}),
        (house.forbidden_names, {"web/utils.py": ""}),
        (house.forbidden_names, {"web/views2.py": ""}),
        (house.forbidden_names, {"web/x.py": "class VoteManager: ..."}),
        (house.missing_furniture, {"people/models.py": "", "people/apps.py": ""}),
        (house.installations_in_the_code, {"people/townbell-data/keys/secret": "00"}),
    ],
    ids=lambda value: value.__name__ if callable(value) else " ".join(value),
)
def test_rule_catches_who_breaks_it(tmp_path, rule, files):
    build(tmp_path, files)

    assert rule(tmp_path)


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        (house.upward_imports, {"home/x.py": "from townbell.conversations import queries"}),
        (house.upward_imports, {"conversations/x.py": "from townbell.disclosure import withheld"}),
        (house.upward_imports, {"commands/x.py": "from townbell.home import views"}),
        (house.engine_imports, {"conversations/analysis.py": "from townbell.opinion import votes"}),
        (house.engine_imports, {"opinion/x.py": "import math, numpy\nfrom scipy import stats"}),
        (house.inward_imports, {"people/views.py": "from townbell.people import actions, forms"}),
        (house.writes_outside_actions, {"people/actions.py": "Member.objects.create()"}),
        (house.writes_outside_actions, {"people/views.py": "context.update({'a': 1})"}),
        (house.positional_arguments_of_actions, {"people/actions.py": "def f(a, *, b, c): ..."}),
        (house.templates_that_query, {"home/templates/home/x.html": "{{ page.paginator.count }}"}),
        (house.templates_that_query, {"home/templates/home/x.html": "{{ line.count }}"}),
        (house.logged_values, {"web/x.py": "logger.exception('an analysis failed')"}),
    ],
    ids=lambda value: value.__name__ if callable(value) else " ".join(value),
)
def test_rule_leaves_who_keeps_it(tmp_path, rule, files):
    build(tmp_path, files)

    assert rule(tmp_path) == []


def build(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / "townbell" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_every_view_carries_one_access_policy():
    walked = addresses()

    assert walked
    assert [a for a in walked if not hasattr(a.view, "access_policy")] == []


def test_pages_of_staff_alone_have_a_session_and_form_tokens(rf):
    for address in addresses():
        is_public = address.view.access_policy.startswith("everyone")
        assert is_of_staff(rf.get(f"/{address.route}")) or is_public, address


def test_public_page_takes_no_form_without_its_guard(rf):
    foreign = {"HTTP_SEC_FETCH_SITE": "cross-site"}
    unguarded = []
    for address in addresses():
        if is_of_staff(rf.get(f"/{address.route}")):
            continue
        try:
            status = address.view(rf.post("/", **foreign)).status_code
        except PermissionDenied:
            status = 403
        if status not in {403, 405}:
            unguarded.append(address)
    assert unguarded == []


def test_second_access_policy_is_refused():
    view = open_to_everyone("one")(lambda request: None)

    with pytest.raises(TypeError, match="already has an access policy"):
        open_to_everyone("two")(view)


def test_every_stored_field_is_declared():
    assert holdings.undeclared(holdings.everything(), holdings.stored()) == []


def test_field_that_nobody_declared_is_noticed():
    tables = holdings.stored()
    tables["conversations.Participant"].add("nationality")

    assert holdings.undeclared(holdings.everything(), tables) == [
        "conversations.Participant.nationality is stored and not declared"
    ]


def test_declaration_of_what_is_no_longer_stored_is_noticed():
    tables = holdings.stored()
    tables["conversations.Participant"].remove("day")

    assert holdings.undeclared(holdings.everything(), tables) == [
        "conversations.Participant.day is declared and not stored"
    ]


def test_libraries_tables_are_declared_too():
    assert {"sessions.Session", "migrations.Migration"} <= holdings.stored().keys()


def test_database_has_no_table_beside_the_declared_ones(db):
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    assert set(connection.introspection.table_names()) == known | {"django_migrations"}
