import enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row


class Side(enum.StrEnum):
    OFFERS = "offers"
    WISHES = "wishes"


class PersonSkill(Row):
    """A skill that somebody can teach, or wants to learn. `skill` is a slug of the catalogue."""

    __tablename__ = "person_skills"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)
    skill: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
