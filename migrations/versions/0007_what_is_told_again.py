"""how often a session was moved, and partners heard of an absence: what comes again is told again"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("moves", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("people", sa.Column("absences", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("people", "absences")
    op.drop_column("sessions", "moves")
