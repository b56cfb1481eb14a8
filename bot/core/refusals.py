"""The bot understood, and says no: an answer for the person, never an error."""

from bot.core.sentences import Plain, Sentence, Text


class Refusal(Exception):
    """Its text is what the person reads: what is wrong, and how to mend it.

    A sentence, with values for its placeholders as for `say`, becomes words in the reader's language when it is shown.
    `field` names the form field under which it belongs; without one it stands under the form's first.
    """

    def __init__(self, text: Text, *, field: str | None = None, **values: Plain) -> None:
        self.words = text.given(values) if isinstance(text, Sentence) else text
        super().__init__(self.words)
        self.field = field

    @property
    def text(self) -> str:
        """In the language that is read in now."""
        return str(self.words)
