"""what several of those are called for whom a lead chose a word

Programs that are there get the plural that the bot has made for them until now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "programs",
        sa.Column("partner_plural", sa.String(60), nullable=False, server_default="learning partners"),
    )
    programs = sa.table("programs", sa.column("partner_word"), sa.column("partner_plural"))
    connection = op.get_bind()
    for word in list(connection.scalars(sa.select(programs.c.partner_word).distinct())):
        of_it = programs.update().where(programs.c.partner_word == word)
        connection.execute(of_it.values(partner_plural=_plural(word)))


def downgrade() -> None:
    op.drop_column("programs", "partner_plural")


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
