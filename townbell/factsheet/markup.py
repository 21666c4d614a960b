"""HTML from parts: texts are escaped, markup is not."""

from collections.abc import Iterable
from html import escape

VOID = {"meta", "rect", "link", "br", "hr"}


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *children: str | Iterable[str] | None, **attributes: object) -> Markup:
    """Return an element. Attributes: a trailing _ is dropped, any other _ is a hyphen.

    None among the children is nothing; an attribute of None or False is left out.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in VOID:
        return Markup(f"<{name}{given}/>")
    return Markup(f"<{name}{given}>{''.join(joined(child) for child in children)}</{name}>")


def joined(child: str | Iterable[str] | None) -> Markup:
    """Return a child as markup."""
    if child is None:
        return Markup("")
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return Markup(escape(child, quote=False))
    return Markup("".join(joined(each) for each in child))
