"""what grows with each round and each answer, when leads heard whom no message reaches, and what waits for an admin"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REFUSED = sa.text("fate = 'waiting' AND problem IS NOT NULL")


def upgrade() -> None:
    op.add_column("programs", sa.Column("rounds", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("enrolments", sa.Column("times_answered", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("enrolments", sa.Column("unreached_at", sa.DateTime(timezone=True)))
    op.add_column("pairs", sa.Column("unreached_at", sa.DateTime(timezone=True)))
    # So that questions of before the upgrade fold with those after it, and keep their order.
    op.execute("UPDATE outbox SET about = 'enrolment' WHERE kind = 'still_in'")
    op.execute("UPDATE outbox SET about = 'program' WHERE kind = 'match_day'")
    op.create_index(
        "ix_outbox_refused", "outbox", ["team_id", "problem"], sqlite_where=REFUSED, postgresql_where=REFUSED
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_refused", "outbox")
    op.drop_column("pairs", "unreached_at")
    op.drop_column("enrolments", "unreached_at")
    op.drop_column("enrolments", "times_answered")
    op.drop_column("programs", "rounds")
