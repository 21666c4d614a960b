import argparse
import ipaddress
import os
import sys

from townbell.commands import Refused, start_django
from townbell.commands.setup import refuse_without_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument(
        "--without-worker", action="store_true", help="the worker runs elsewhere: `townbell worker`"
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.conf import settings

    refuse_plain_http_to_others(arguments.host)
    refuse_without_database()
    print(f"Townbell answers at {settings.SITE_URL} (here: {arguments.host}:{arguments.port}).")
    return start(arguments.host, arguments.port, with_worker=not arguments.without_worker)


def start(host: str, port: int, *, with_worker: bool = True) -> int:
    from django.conf import settings

    from townbell import server
    from townbell.worker import alone

    build_static_files()
    if not server.is_free(host, port):
        raise Refused(f"port {port} is in use: choose another (make demo PORT=…, or --port …).")
    # The web workers inherit the lock, so `townbell restore` sees the last of them go.
    with alone(settings.HOME / "site", patience=10) as is_only:
        if not is_only:
            raise Refused(f"{settings.HOME} is being served or restored already.")
        return server.serve(host=host, port=port, workers=settings.WORKERS, with_worker=with_worker)


def build_static_files() -> None:
    """Build this version's style sheets and scripts, and begin again with settings that know."""
    from django.conf import settings

    from townbell.web import static_files

    if not static_files.is_built(settings.STATIC_ROOT):
        static_files.build()
        os.execv(sys.executable, [sys.executable, "-m", "townbell", *sys.argv[1:]])  # noqa: S606


def refuse_plain_http_to_others(host: str) -> None:
    """Insist on a proxy that speaks HTTPS in front of every address but this machine's own."""
    from django.conf import settings

    if not is_loopback(host) and not (settings.HTTPS and settings.PROXIES):
        raise Refused(
            f"{host} can be reached from other machines, and Townbell itself speaks plain HTTP. "
            "Put a proxy that speaks HTTPS in front, then set TOWNBELL_SITE_URL=https://… and "
            "TOWNBELL_PROXIES=1 (docs/hosting.md)."
        )


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
