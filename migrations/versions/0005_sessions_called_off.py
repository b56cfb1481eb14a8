"""when a session that a break moved was to begin"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("called_off_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("sessions", "called_off_at")
