"""requests between people, and the weights of a program"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain ALTER statements: a batch rebuilds a table on SQLite, which the keys that point at its rows forbid.
    for table, column in _new_columns():
        op.add_column(table, column)


def downgrade() -> None:
    op.execute("DELETE FROM offers WHERE asked_by IS NOT NULL AND state = 'open'")
    op.execute("UPDATE offers SET mentor_answer = 'no' WHERE mentor_answer IN ('unheard', 'over')")
    op.execute("UPDATE offers SET mentee_answer = 'no' WHERE mentee_answer IN ('unheard', 'over')")
    for table, column in reversed(_new_columns()):
        op.drop_column(table, column.name)


def _new_columns() -> list[tuple[str, sa.Column[object]]]:
    """Anew for each use: a column belongs to one table."""
    return [
        ("programs", sa.Column("self_chosen", sa.Boolean(), nullable=False, server_default=sa.text("FALSE"))),
        ("programs", sa.Column("weights", sa.JSON(), nullable=False, server_default="{}")),
        ("offers", sa.Column("asked_by", sa.String(32))),
        ("offers", sa.Column("message", sa.Text())),
    ]
