"""The bot understood, and says no: an answer for the person, never an error."""


class Refusal(Exception):
    """Its text is what the person reads: what is wrong, and how to mend it.

    `field` names the form field under which it belongs; without one it stands under the form's first.
    """

    def __init__(self, text: str, *, field: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.field = field
