"""how often the matter of a message has changed, and up to which of them it says: cards that are rewritten

What was sent before is left as it is: nobody noted where it went.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STALE = sa.text("ts IS NOT NULL AND changes > shows")
OF_A_PAIR = sa.text("pair_id IS NOT NULL")


def upgrade() -> None:
    for name in ("changes", "shows"):
        op.add_column("outbox", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("match_runs", sa.Column("stage", sa.String(40)))
    op.drop_index("ix_outbox_pair_id", "outbox")
    op.create_index("ix_outbox_pair_id", "outbox", ["pair_id"], sqlite_where=OF_A_PAIR, postgresql_where=OF_A_PAIR)
    op.create_index("ix_outbox_matter", "outbox", ["subject_id", "kind"])
    op.create_index("ix_outbox_stale", "outbox", ["team_id", "try_at"], sqlite_where=STALE, postgresql_where=STALE)


def downgrade() -> None:
    op.drop_index("ix_outbox_stale", "outbox")
    op.drop_index("ix_outbox_matter", "outbox")
    op.drop_index("ix_outbox_pair_id", "outbox")
    op.create_index("ix_outbox_pair_id", "outbox", ["pair_id"])
    op.drop_column("match_runs", "stage")
    for name in ("shows", "changes"):
        op.drop_column("outbox", name)
