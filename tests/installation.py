"""A real installation in a folder of its own: commands as subprocesses, the site over HTTP."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    python: str = sys.executable

    @property
    def environment(self) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("TOWNBELL_")}
        clean.pop("DJANGO_SETTINGS_MODULE", None)
        return clean | {
            "TOWNBELL_HOME": str(self.home),
            "TOWNBELL_SITE_URL": f"http://localhost:{self.port}",
            "PYTHONPATH": str(ROOT),
            **self.settings,
        }

    def run(self, *words: str, timeout: float = 300) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [self.python, "-m", "townbell", *words],
            env=self.environment,
            cwd=self.home.parent,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    @contextmanager
    def running(self, *words: str) -> Iterator["Running"]:
        """Run a command that serves; what it prints goes to the file `output` beside the home."""
        output = self.home.with_name(f"{self.home.name}-output.txt")
        with output.open("ab") as file:
            process = subprocess.Popen(
                [self.python, "-m", "townbell", *words, "--port", str(self.port)],
                env=self.environment,
                cwd=self.home.parent,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        running = Running(process, self.port, output)
        try:
            running.wait_until_it_answers()
            yield running
        finally:
            running.stop()


class Answer(NamedTuple):
    status: int
    headers: Message
    text: str


@dataclass
class Running:
    process: "subprocess.Popen[bytes]"
    port: int
    output: Path

    def get(self, path: str = "/en/") -> "Answer":
        return self.ask("GET", path)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> "Answer":
        """Return what the site answers; an answer cut off is a `ConnectionError` as well."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        with closing(connection):
            try:
                connection.request(method, path, body or None, headers)
                response = connection.getresponse()
                text = response.read().decode()
            except http.client.HTTPException as error:
                raise ConnectionError(error) from error
        return Answer(response.status, response.headers, text)

    def wait_until_it_answers(self, seconds: float = 120) -> None:
        wait_until(self._answers, seconds, what=lambda: self.output.read_text())

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.output.read_text()
        try:
            self.get()
        except OSError:
            return False
        return True

    def children(self) -> dict[int, str]:
        """Return the process ids under this one and their command lines."""
        return descendants(self.process.pid)

    def worker(self) -> int | None:
        return next((pid for pid, words in self.children().items() if "--parent" in words), None)

    def web_workers(self) -> list[int]:
        return [pid for pid, words in self.children().items() if "--parent" not in words]

    def stop(self, number: int = signal.SIGTERM, seconds: float = 120) -> int:
        """Ask it to end, and see that it does."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(seconds)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def wait_until(condition, seconds: float = 120, what=lambda: "it never happened") -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, what()
        time.sleep(0.05)


def processor_seconds(pid: int) -> float:
    """Return the processor time, its own and the kernel's, that a process has used so far."""
    after_name = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def descendants(root: int) -> dict[int, str]:
    parents, words = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                after_name = (folder / "stat").read_text().rpartition(")")[2].split()
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if after_name[0] != "Z":
                parents[int(folder.name)] = int(after_name[1])
                words[int(folder.name)] = line
    found = {}
    layer = {root}
    while layer:
        layer = {pid for pid, parent in parents.items() if parent in layer}
        found |= {pid: words[pid] for pid in layer}
    return found


def alive(pids) -> list[int]:
    return [pid for pid in pids if (Path("/proc") / str(pid)).exists() and not is_zombie(pid)]


def is_zombie(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
