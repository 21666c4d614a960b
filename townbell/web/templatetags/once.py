"""Parts of a page that are always the same for the same values: {% load once %}.

    {% once asks %} … {% endonce %}

is rendered once a language for each set of the values named, and kept in this process's memory.
What the part shows must depend on nothing else; the tests of the voting page compare.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# Each tag keeps so many texts at most, and begins again when there are more.
MOST = 2_000


class Once(template.Node):
    def __init__(self, values: list[FilterExpression], nodelist: NodeList) -> None:
        self.values = values
        self.nodelist = nodelist
        self.kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), *[value.resolve(context) for value in self.values])
        text = self.kept.get(key)
        if text is None:
            if len(self.kept) >= MOST:
                self.kept.clear()
            text = self.kept[key] = self.nodelist.render(context)
        return text


@register.tag
def once(parser: Parser, token: Token) -> Once:
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(values, nodelist)
