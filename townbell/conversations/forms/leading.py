from typing import Any

from townbell.conversations.forms.desk import ConversationForm


class DuplicateForm(ConversationForm):
    """The team and the address of a copy; everything else comes with it."""

    OWN = ("team", "slug")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [*self.fields]:
            if name not in self.OWN:
                del self.fields[name]
