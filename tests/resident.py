"""A resident of the demo's town with a browser that keeps its cookie, and what became of it."""

import os
import re
import sqlite3
from contextlib import closing

SLUG = "calling-the-police"
ON_POSTGRES = "TOWNBELL_DATABASE_URL" in os.environ


class Resident:
    """Somebody with a browser that keeps its cookie."""

    def __init__(self, site, **headers):
        self.site, self.headers, self.cookie, self.acknowledged = site, headers, "", []
        self.page = self.ask("GET", f"/en/c/{SLUG}/").text
        self.key = re.search(r'name="key" value="([0-9a-f]{32})"', self.page)[1]

    def ask(self, method, path, body=""):
        headers = {"Content-Type": "application/x-www-form-urlencoded", **self.headers}
        if self.cookie:
            headers["Cookie"] = self.cookie
        answer = self.site.ask(method, path, body, **headers, **{"HX-Request": "true"})
        if given := answer.headers.get("Set-Cookie"):
            self.cookie = given.split(";")[0]
        return answer

    def vote(self, choice=1):
        """Answer the card that lies there; count it once the server has said so."""
        statement = re.search(r"/vote/(\d+)/", self.page)[1]
        answer = self.ask(
            "POST", f"/en/c/{SLUG}/vote/{statement}/", f"choice={choice}&key={self.key}"
        )
        assert answer.status == 200, answer.text
        self.page = answer.text
        self.acknowledged.append(int(statement))
        return answer


def query(demo, sql):
    if ON_POSTGRES:
        import psycopg

        with psycopg.connect(demo.settings["TOWNBELL_DATABASE_URL"]) as connection:
            return connection.execute(sql).fetchall()
    with closing(sqlite3.connect(demo.home / "townbell.sqlite3", timeout=30)) as connection:
        return connection.execute(sql).fetchall()


def votes(demo):
    sql = (
        "SELECT participant_id, statement_id FROM conversations_vote v JOIN "
        "conversations_conversation c ON c.id = v.conversation_id "
        f"WHERE c.slug = '{SLUG}'"
    )
    return query(demo, sql)
