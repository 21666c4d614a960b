"""The commands of the command line: each module has add_arguments(parser) and run(arguments)."""

import os
import sys


def start_django() -> None:
    """Load the settings and the rooms, or end with one sentence about what is wrong."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townbell.settings")
    try:
        django.setup()
    except ImproperlyConfigured as problem:
        sys.exit(f"townbell: {problem}")
