"""several workspaces: what Slack handed over at each installation, and who may create programs there"""

import sqlalchemy as sa
from alembic import op

WAITING, ASKED = "fate = 'waiting'", "profile_due_at IS NOT NULL"

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("enterprise_id", sa.String(32), nullable=False, server_default=""))
    op.add_column("workspaces", sa.Column("creators", sa.JSON()))
    op.create_table(
        "installations",
        sa.Column("place", sa.String(32), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("app_id", sa.String(32), nullable=False),
        sa.Column("bot_id", sa.String(32), nullable=False),
        sa.Column("bot_user_id", sa.String(32), nullable=False),
        sa.Column("scopes", sa.String(2000), nullable=False),
        sa.Column("sealed_token", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_refresh_token", sa.LargeBinary()),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("refreshed_until", sa.DateTime(timezone=True)),
        sa.Column("installer_id", sa.String(32), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("place", name="pk_installations"),
    )
    op.drop_index("ix_outbox_waiting", "outbox")
    _index("ix_outbox_waiting", "outbox", ["team_id", "is_urgent", "try_at", "id"], WAITING)
    op.drop_index("ix_people_profile_due", "people")
    _index("ix_people_profile_due", "people", ["team_id", "profile_due_at"], ASKED)


def downgrade() -> None:
    op.drop_index("ix_people_profile_due", "people")
    _index("ix_people_profile_due", "people", ["profile_due_at"], ASKED)
    op.drop_index("ix_outbox_waiting", "outbox")
    _index("ix_outbox_waiting", "outbox", ["is_urgent", "try_at", "id"], WAITING)
    op.drop_table("installations")
    op.drop_column("workspaces", "creators")
    op.drop_column("workspaces", "enterprise_id")


def _index(name: str, table: str, columns: list[str], which: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(which), postgresql_where=sa.text(which))
