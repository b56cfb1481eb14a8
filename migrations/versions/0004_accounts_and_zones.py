"""what kind of account somebody has, and the time zone that they chose"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("account", sa.String(32), nullable=False, server_default="member"))
    op.add_column("people", sa.Column("slack_tz", sa.String(64)))
    op.add_column("people", sa.Column("own_tz", sa.String(64)))
    op.execute("UPDATE people SET slack_tz = tz WHERE erased_at IS NULL")
    # Slack is asked about everybody once more: some are guests, and some may be apps or from another workspace.
    op.execute("UPDATE people SET profile_due_at = CURRENT_TIMESTAMP WHERE erased_at IS NULL AND is_active")


def downgrade() -> None:
    for column in ("own_tz", "slack_tz", "account"):
        op.drop_column("people", column)
