"""Where among the proposals a lead is."""

import enum
from dataclasses import dataclass
from typing import Self

from bot.core.calls import DIGITS, OddButton


class Order(enum.StrEnum):
    """In which order a lead reads proposals. The words stand in the values of buttons."""

    BEST = "best"
    LEAST = "least"
    DEPARTMENT = "department"


@dataclass(frozen=True)
class Spot:
    """Where in the proposals somebody is, as the value of a button. `id` is of a run, or of one of its proposals."""

    id: int
    order: Order
    page: int

    @property
    def value(self) -> str:
        return f"{self.id}.{self.order.value}.{self.page}"

    @classmethod
    def read(cls, value: str) -> Self:
        """Raises OddButton for what no button of ours carries."""
        number, _, rest = value.partition(".")
        order, _, page = rest.partition(".")
        if order not in list(Order) or not (_is_number(number) and _is_number(page)):
            raise OddButton
        return cls(int(number), Order(order), int(page))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS
