import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Row
from bot.core.sentences import Labels, _


class Side(enum.StrEnum):
    OFFERS = "offers"
    WISHES = "wishes"


SLUG, NAME, QUESTION = 64, 60, 500  # characters

# How well somebody knows what they offer.
MASTERY = Labels(
    {
        1: _("Beginner, a step ahead"),
        2: _("I know the basics"),
        3: _("I use it often"),
        4: _("I know it well"),
        5: _("Expert"),
    }
)
USUAL_MASTERY = 3  # until they say


class PersonSkill(Row):
    """A skill that somebody can teach, or wants to learn. `skill` is a slug of the catalogue, or of an addition.

    An offer has a `level` of MASTERY, a wish a `priority` (1 is the first) and, maybe, what they would like to ask.
    """

    __tablename__ = "person_skills"
    __table_args__ = (Index("ix_person_skills_skill", "skill", "side", "person_id", "level"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)
    skill: Mapped[str] = mapped_column(String(SLUG), primary_key=True)
    level: Mapped[int | None]
    priority: Mapped[int | None]
    question: Mapped[str | None] = mapped_column(Text)


class AddedSkill(Row):
    """A skill that the catalogue lacked. Merged by a lead, its name goes on as another word for `merged_into`.

    Who added it is not kept. `key` is the name as it is compared.
    """

    __tablename__ = "added_skills"
    __table_args__ = (UniqueConstraint("team_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(NAME))
    name: Mapped[str] = mapped_column(String(NAME))
    merged_into: Mapped[str | None] = mapped_column(String(SLUG))
    added_at: Mapped[datetime]

    @property
    def slug(self) -> str:
        return f"added-{self.id}"
