"""The commands of the command line: each module has add_arguments(parser) and run(arguments)."""

import os
import sys


class Refused(Exception):
    """A command cannot go on; the message says why and what to do, in a sentence or two."""


def start_django() -> None:
    """Load the settings and the rooms, or end with one sentence about what is wrong."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    # Nobody else on the machine has business in the files that a command makes.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townbell.settings")
    try:
        django.setup()
    except ImproperlyConfigured as problem:
        sys.exit(f"townbell: {problem}")
