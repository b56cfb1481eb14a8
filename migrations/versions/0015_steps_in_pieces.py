"""how far what follows from a program's last step has come, where it is done in pieces"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programs", sa.Column("settles_from", sa.Integer()))
    which = sa.text("settles_from IS NOT NULL")
    op.create_index("ix_programs_settling", "programs", ["settles_from"], sqlite_where=which, postgresql_where=which)


def downgrade() -> None:
    op.drop_index("ix_programs_settling", "programs")
    op.drop_column("programs", "settles_from")
