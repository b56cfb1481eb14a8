"""what the outbox needs to carry several messages at once in their order"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WAITING = sa.text("fate = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "outbox_gate",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_outbox_gate")),
    )
    op.execute("INSERT INTO outbox_gate (name, passed) VALUES ('claims', 0)")
    op.drop_index("ix_outbox_waiting", "outbox")
    no = sa.text("FALSE")
    for column in (
        sa.Column("about", sa.String(20), nullable=False, server_default=""),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("is_nudge", sa.Boolean(), nullable=False, server_default=no),
        sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=no),
        sa.Column("try_at", sa.DateTime(timezone=True)),
        sa.Column("channel", sa.String(32)),
        sa.Column("ts", sa.String(32)),
    ):
        op.add_column("outbox", column)
    op.execute("UPDATE outbox SET try_at = due_at")
    op.execute("UPDATE outbox SET is_nudge = TRUE WHERE kind IN ('agenda_missing', 'check_in')")
    with op.batch_alter_table("outbox") as batch:
        batch.alter_column("try_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    for name, columns in (
        ("ix_outbox_waiting", ["is_urgent", "try_at", "id"]),
        ("ix_outbox_waiting_for", ["recipient", "team_id"]),
    ):
        op.create_index(name, "outbox", columns, sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_index("ix_outbox_waiting_for", "outbox")
    op.drop_index("ix_outbox_waiting", "outbox")
    op.execute("UPDATE outbox SET due_at = try_at WHERE fate = 'waiting'")
    for name in ("ts", "channel", "try_at", "is_urgent", "is_nudge", "version", "about"):
        op.drop_column("outbox", name)
    op.create_index("ix_outbox_waiting", "outbox", ["due_at"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.drop_table("outbox_gate")
