from townbell.settings import *  # noqa: F403

MIGRATION_MODULES = {"web": "tests.pending"}
