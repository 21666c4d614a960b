"""An installation whose SQLite file may not grow any more, as on a full disk."""

import os

from townbell.settings import *  # noqa: F403
from townbell.settings import DATABASES

OPTIONS = DATABASES["default"]["OPTIONS"]
OPTIONS["init_command"] += f"PRAGMA max_page_count = {int(os.environ['PAGES'])};"
