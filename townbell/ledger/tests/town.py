"""A database that several processes share, as the server's processes and the worker do."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from django.conf import settings

BEGIN = """
import sys, time
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from townbell.ledger import actions, keyring, queries, verification
from townbell.ledger.models import Checkpoint, Entry, Log, Tile
from townbell.ledger.tests.acts import publish
"""
APPEND = """
for number in range(int(sys.argv[1])):
    print(publish(number).index, flush=True)
"""
SIGN = """
while True:
    checkpoint = actions.sign_checkpoint()
    print(checkpoint.size if checkpoint else 0, flush=True)
    time.sleep(0.02)
"""
CHECK = """
report = verification.check_ledger()
print([entry.index for entry in Entry.objects.all()])
print(report.faults)
"""


class Town:
    """A data folder and a database of its own; code runs in processes that know only them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[str]] = []
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "townbell.settings",
            "TOWNBELL_HOME": str(folder),
            "TOWNBELL_SITE_URL": "http://localhost:8000",
        }
        self.name = ""
        database = settings.DATABASES["default"]
        if database["ENGINE"].endswith("postgresql"):
            self.name = f"ledger_{os.getpid()}_{time.monotonic_ns()}"
            self._command(f'CREATE DATABASE "{self.name}"')
            user = f"{database['USER']}:{database['PASSWORD']}"
            place = f"{database['HOST']}:{database['PORT']}"
            self.env["TOWNBELL_DATABASE_URL"] = f"postgres://{user}@{place}/{self.name}"
        self.output("call_command('migrate', 'ledger', verbosity=0)")

    def _command(self, sql: str) -> None:
        database = settings.DATABASES["default"]
        with psycopg.connect(
            host=database["HOST"], port=database["PORT"], user=database["USER"],
            password=database["PASSWORD"], dbname="postgres", autocommit=True,
        ) as link:  # fmt: skip
            link.execute(sql)  # type: ignore[arg-type]

    def words(self, code: str, *arguments: object) -> list[str]:
        return [sys.executable, "-c", BEGIN + code, *map(str, arguments)]

    def start(self, code: str, *arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            self.words(code, *arguments), env=self.env, stdout=subprocess.PIPE, text=True
        )
        self.started.append(process)
        return process

    def output(self, code: str, *arguments: object) -> str:
        return subprocess.run(
            self.words(code, *arguments), env=self.env, check=True, capture_output=True, text=True
        ).stdout

    def numbers(self, code: str, *arguments: object) -> list[int]:
        return [int(line) for line in self.output(code, *arguments).split()]

    def close(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        if self.name:
            self._command(f'DROP DATABASE "{self.name}" WITH (FORCE)')
