"""What a page is made of, read the way a browser reads it."""

from functools import cached_property
from html.parser import HTMLParser
from typing import NamedTuple


class Element(NamedTuple):
    tag: str
    attributes: dict[str, str]


class Text(NamedTuple):
    words: str
    language: str


class Page(HTMLParser):
    """Elements and visible texts of a page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[Text] = []
        self.inline: list[str] = []
        self.code: list[str] = []
        self.title = ""
        # The open elements, each with the language that holds in it.
        self.within: list[tuple[Element, str]] = [(Element("", {}), "")]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        self.within.append((element, element.attributes.get("lang") or self.within[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        while len(self.within) > 1 and self.within.pop()[0].tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        element, language = self.within[-1]
        if not data.strip() or element.attributes.get("type") == "application/ld+json":
            return
        if element.tag in {"script", "style"}:
            self.inline.append(data.strip())
        elif {"code", "pre"} & {open_one.tag for open_one, _language in self.within}:
            self.code.append(data.strip())
        elif element.tag == "title":
            self.title = data.strip()
        else:
            self.texts.append(Text(data.strip(), language))

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    @cached_property
    def addresses(self) -> list[str]:
        """Everything the browser would load or send to by itself, and links are not among it."""
        loading = {"src", "srcset", "action", "formaction", "poster", "data", "ping", "hx-post"}
        found = [
            value
            for element in self.elements
            for name, value in element.attributes.items()
            if name in loading or name.startswith("hx-get")
        ]
        links = [element.attributes for element in self.all("link")]
        return found + [link["href"] for link in links if link.get("rel") not in {"canonical"}]

    @cached_property
    def forbidden(self) -> list[str]:
        """What the policy of scripts would block: inline style, inline script, handlers."""
        found = list(self.inline)
        for tag, attributes in self.elements:
            for name in attributes:
                if name == "style" or name.startswith(("on", "hx-on")):
                    found.append(f"<{tag} {name}>")
            if attributes.get("href", "").startswith("javascript:"):
                found.append(f"<{tag} href=javascript:>")
        return found
