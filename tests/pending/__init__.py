"""The migrations of townbell.web and two more, as a version to come would have them."""

from townbell.web import migrations

__path__ = [*__path__, *migrations.__path__]
