"""The demo's past: what happened some days ago is laid as if the clock stood there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest import mock

from django.utils import timezone


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """Turn the clock back while something is laid; call with ever fewer days, as time goes."""
    real = timezone.now

    def then() -> datetime:
        return real() - timedelta(days=days)

    with mock.patch("django.utils.timezone.now", then):
        yield
