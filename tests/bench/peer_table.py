"""The one table of the peer that reads."""

from sqlalchemy import String, insert
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ROWS = 10_000


class Base(DeclarativeBase):
    pass


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slack_id: Mapped[str] = mapped_column(String(32), unique=True)
    text: Mapped[str] = mapped_column(String(200))


def reader(number: int) -> str:
    """The Slack id that row `number` is about, counted from 0."""
    return f"U0READER{number:05}"


async def fill(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        notes = [{"slack_id": reader(number), "text": f"You are number {number}."} for number in range(ROWS)]
        await connection.execute(insert(Note), notes)
    await engine.dispose()
