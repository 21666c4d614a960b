"""What a fact sheet says, in the languages it can be written in."""

from collections.abc import Mapping

from townbell.factsheet import english, spanish

type Sentences = Mapping[str, str | tuple[str, str]]

LANGUAGES: dict[str, Sentences] = {"en": english.SENTENCES, "es": spanish.SENTENCES}
NOTES = {"en": english.NOTES, "es": spanish.NOTES}
# Between thousands; a narrow space that does not break, as the Spanish academies ask.
THOUSANDS = {"en": ",", "es": "\u202f"}
DECIMAL = {"en": ".", "es": ","}


class Words:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.sentences = LANGUAGES[language]

    def say(self, key: str, *, count: int | None = None, **values: object) -> str:
        """Return a sentence; of two forms the one for ``count``, which is put in as {n}."""
        form = self.sentences[key]
        if isinstance(form, tuple):
            form = form[0] if count == 1 else form[1]
        shown = {name: self.value(value) for name, value in values.items()}
        return form.format(n="" if count is None else self.number(count), **shown)

    def value(self, value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value)
        return self.number(value) if isinstance(value, int) else self.decimal(value)

    def number(self, number: int) -> str:
        return f"{number:,}".replace(",", THOUSANDS[self.language])

    def decimal(self, number: float, digits: int = 2) -> str:
        return f"{number:.{digits}f}".replace(".", DECIMAL[self.language])

    def signed(self, number: float) -> str:
        """Return a number with its sign; nought, however it came, has none."""
        sign = {1: "+", -1: "−"}.get((number >= 0.005) - (number <= -0.005), "")
        return sign + self.decimal(abs(number))

    def percent(self, part: int, whole: int) -> str:
        """Return a whole percentage, halves rounded up; a dash of nothing."""
        if whole == 0:
            return "–"
        return self.say("percent", share=str((200 * part + whole) // (2 * whole)))
