"""Everything that is stored: what, why, who sees it, when it goes (SAFETY promise 9).

Each room declares its own tables, and those of the libraries it brought, in its `inventory.py`.
The page "What we hold" and docs/privacy.md are made from this; tests/test_house.py fails when a
stored field is missing here, or one declared here is no longer stored.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = Any  # a sentence in whatever language is asked for


class About(models.TextChoices):
    """Whom a table is about, in the order the page tells it."""

    RESIDENTS = "residents", _("People who take part")
    PUBLISHED = "published", _("What hosts and offices publish")
    STAFF = "staff", _("People who work here")
    MACHINE = "machine", _("What the site itself needs")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One table of the database, declared."""

    model: str
    about: About
    title: Text
    why: Text
    seen_by: Text
    goes: Text
    fields: Mapping[str, Text]


OPERATOR = _("Only whoever runs the server.")
EVERYONE = _("Everyone.")
STAFF_OF_THE_HOST = _("The staff of the host.")
STAYS_PUBLIC = _("It stays, so that nobody can change quietly what was public.")
WITH_THE_CONVERSATION = _("With the conversation it belongs to.")
WITH_THE_ACCOUNT = _("With the account it belongs to.")

NUMBER = _("a number that names the row")
RANDOM_NUMBER = _("a random number, so that the order says nothing")
DAY = _("the day, never the time")
WHO = _("who did it")
WHEN = _("when it was done")
REASON = _("the reason given")
LANGUAGE = _("the language")
HASH = pgettext_lazy("of a code or key", "a scrambled form that cannot be turned back")


def everything() -> list[Kept]:
    """Return every table that the rooms declare, by whom it is about."""
    found: list[Kept] = []
    for app in apps.get_app_configs():
        if app.name.startswith("townbell.") and find_spec(f"{app.name}.inventory"):
            found += importlib.import_module(f"{app.name}.inventory").TABLES
    return sorted(found, key=lambda table: About.values.index(table.about))


def by_group() -> list[tuple[About, list[Kept]]]:
    """Return the tables in the groups the page tells them in."""
    return [(About(name), list(tables)) for name, tables in groupby(everything(), about)]


def about(table: Kept) -> str:
    return table.about


def stored() -> dict[str, set[str]]:
    """Return the fields of every table of the database, a library's included."""
    tables = {
        model._meta.label: {field.name for field in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
    }
    # The one table Django makes without an app: which migrations were applied.
    return tables | {"migrations.Migration": {"id", "app", "name", "applied"}}


def undeclared(declared: list[Kept], tables: Mapping[str, set[str]]) -> list[str]:
    """List the fields that are stored and not declared, or declared and not stored."""
    told = {table.model: set(table.fields) for table in declared}
    missing = [
        f"{model}.{field} is stored and not declared"
        for model, fields in tables.items()
        for field in sorted(fields - told.get(model, set()))
    ]
    gone = [
        f"{model}.{field} is declared and not stored"
        for model, fields in told.items()
        for field in sorted(fields - tables.get(model, set()))
    ]
    return missing + gone
