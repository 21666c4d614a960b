"""Every address of the site, by walking the URLconf."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Address(NamedTuple):
    route: str
    name: str
    view: Callable[..., Any]


def addresses(urlconf: str | None = None) -> list[Address]:
    return list(walk(get_resolver(urlconf), "", ""))


def walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(route, f"{namespace}{pattern.name or ''}", pattern.callback)
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from walk(pattern, route, namespace + inner)
