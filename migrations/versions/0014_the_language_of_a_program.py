"""what a group reads that shares no language, and a channel: programs that are there speak English, as until now"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programs", sa.Column("language", sa.String(16), nullable=False, server_default="en"))


def downgrade() -> None:
    op.drop_column("programs", "language")
