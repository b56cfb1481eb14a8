"""people skills and programs"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "added_skills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("merged_into", sa.String(length=64), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_added_skills")),
        sa.UniqueConstraint("team_id", "key", name=op.f("uq_added_skills_team_id_key")),
    )
    op.create_table(
        "roster_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_uploads")),
    )
    with op.batch_alter_table("roster_uploads", schema=None) as batch_op:
        batch_op.create_index(
            "ix_roster_uploads_waiting",
            ["asked_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('checking', 'importing')"),
            postgresql_where=sa.text("state IN ('checking', 'importing')"),
        )

    op.create_table(
        "mixers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("gathers_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_mixers_program_id_programs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mixers")),
    )
    with op.batch_alter_table("mixers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_mixers_gathering",
            ["gathers_until"],
            unique=False,
            sqlite_where=sa.text("state = 'gathering'"),
            postgresql_where=sa.text("state = 'gathering'"),
        )
        batch_op.create_index(batch_op.f("ix_mixers_program_id"), ["program_id"], unique=False)

    op.create_table(
        "roster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("department", sa.String(length=80), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("location", sa.String(length=80), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["manager_id"], ["roster.id"], name=op.f("fk_roster_manager_id_roster")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roster_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
        sa.UniqueConstraint("person_id", name=op.f("uq_roster_person_id")),
        sa.UniqueConstraint("team_id", "email", name=op.f("uq_roster_team_id_email")),
    )
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_manager_id"), ["manager_id"], unique=False)

    op.create_table(
        "mixer_guests",
        sa.Column("mixer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("table", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["mixer_id"], ["mixers.id"], name=op.f("fk_mixer_guests_mixer_id_mixers")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mixer_guests_person_id_people")),
        sa.PrimaryKeyConstraint("mixer_id", "person_id", name=op.f("pk_mixer_guests")),
    )
    with op.batch_alter_table("mixer_guests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mixer_guests_person_id"), ["person_id"], unique=False)

    op.create_table(
        "match_alone",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_match_alone_person_id_people")),
        sa.ForeignKeyConstraint(["run_id"], ["match_runs.id"], name=op.f("fk_match_alone_run_id_match_runs")),
        sa.PrimaryKeyConstraint("run_id", "person_id", name=op.f("pk_match_alone")),
    )
    op.create_index("ix_match_alone_person_id", "match_alone", ["person_id"])

    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("mentor_answer", sa.String(32), nullable=True),
        sa.Column("mentee_answer", sa.String(32), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mentee_id"], ["people.id"], name=op.f("fk_offers_mentee_id_people")),
        sa.ForeignKeyConstraint(["mentor_id"], ["people.id"], name=op.f("fk_offers_mentor_id_people")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_offers_program_id_programs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    is_open = sa.text("state = 'open'")
    op.create_index("ix_offers_program", "offers", ["program_id", "state", "mentor_answer", "mentee_answer"])
    op.create_index("ix_offers_mentor", "offers", ["mentor_id", "state"])
    op.create_index("ix_offers_mentee", "offers", ["mentee_id", "state"])
    op.create_index("ix_offers_due", "offers", ["answer_by"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_table(
        "blocks",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name=op.f("fk_blocks_other_id_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_blocks_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "other_id", name=op.f("pk_blocks")),
    )
    op.create_index("ix_blocks_other_id", "blocks", ["other_id"])

    op.create_table(
        "match_forbidden",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mentee_id"], ["people.id"], name=op.f("fk_match_forbidden_mentee_id_people")),
        sa.ForeignKeyConstraint(["mentor_id"], ["people.id"], name=op.f("fk_match_forbidden_mentor_id_people")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_match_forbidden_program_id_programs")),
        sa.PrimaryKeyConstraint("program_id", "mentor_id", "mentee_id", name=op.f("pk_match_forbidden")),
    )
    op.create_index("ix_match_forbidden_mentor_id", "match_forbidden", ["mentor_id"])
    op.create_index("ix_match_forbidden_mentee_id", "match_forbidden", ["mentee_id"])

    # Plain ALTER statements: a batch rebuilds a table on SQLite, which the keys that point at its rows forbid.
    for table, column in _new_columns():
        op.add_column(table, column)
    op.drop_index("ix_enrolments_roles", "enrolments")
    op.create_index("ix_enrolments_states", "enrolments", ["program_id", "state", "role"])
    op.create_index("ix_people_manager_id", "people", ["manager_id"])
    paused = sa.text("paused_until IS NOT NULL")
    op.create_index("ix_people_paused", "people", ["paused_until"], sqlite_where=paused, postgresql_where=paused)
    op.drop_index("ix_person_skills_skill", "person_skills")
    op.create_index("ix_person_skills_skill", "person_skills", ["skill", "side", "person_id", "level"])

    op.execute("UPDATE person_skills SET level = 3 WHERE side = 'offers'")
    op.execute("UPDATE person_skills SET priority = 1 WHERE side = 'wishes'")
    op.execute(
        "UPDATE programs SET state = 'running' WHERE state = 'open' "
        "AND EXISTS (SELECT 1 FROM pairs WHERE pairs.program_id = programs.id)"
    )
    op.execute("UPDATE program_counts SET counted = NULL")  # they count more now


def downgrade() -> None:
    op.execute("UPDATE programs SET state = 'open' WHERE state != 'closed'")
    op.execute("DELETE FROM enrolments WHERE state != 'enrolled'")
    op.drop_index("ix_person_skills_skill", "person_skills")
    op.create_index("ix_person_skills_skill", "person_skills", ["skill"])
    op.drop_index("ix_people_paused", "people")
    op.drop_index("ix_people_manager_id", "people")
    op.drop_index("ix_enrolments_states", "enrolments")
    op.create_index("ix_enrolments_roles", "enrolments", ["program_id", "role"])
    for table, column in reversed(_new_columns()):
        op.drop_column(table, column.name)
    for table in (
        "blocks",
        "match_forbidden",
        "offers",
        "match_alone",
        "mixer_guests",
        "mixers",
        "roster",
        "roster_uploads",
        "added_skills",
    ):
        op.drop_table(table)


def _new_columns() -> list[tuple[str, sa.Column[object]]]:
    return [
        ("enrolments", sa.Column("state", sa.String(32), nullable=False, server_default="enrolled")),
        ("enrolments", sa.Column("answers", sa.JSON(), nullable=False, server_default="[]")),
        ("enrolments", sa.Column("round_answer", sa.String(32))),
        ("programs", sa.Column("matches_on", sa.Date())),
        ("match_runs", sa.Column("replaces_id", sa.Integer())),
        ("match_runs", sa.Column("proof", sa.JSON(), nullable=False, server_default="{}")),
        ("match_runs", sa.Column("what_ifs", sa.JSON(), nullable=False, server_default="[]")),
        ("proposals", sa.Column("state", sa.String(32), nullable=False, server_default="proposed")),
        ("people", sa.Column("location", sa.String(80))),
        ("people", sa.Column("languages", sa.JSON(), nullable=False, server_default="[]")),
        ("people", sa.Column("manager_id", sa.Integer())),
        ("people", sa.Column("work_starts", sa.Integer(), nullable=False, server_default="9")),
        ("people", sa.Column("work_ends", sa.Integer(), nullable=False, server_default="17")),
        ("people", sa.Column("work_days", sa.String(7), nullable=False, server_default="01234")),
        ("people", sa.Column("about", sa.Text())),
        ("people", sa.Column("is_admin", sa.Boolean(), nullable=False, server_default=sa.text("FALSE"))),
        ("people", sa.Column("paused_until", sa.DateTime(timezone=True))),
        ("people", sa.Column("erased_at", sa.DateTime(timezone=True))),
        ("person_skills", sa.Column("level", sa.Integer())),
        ("person_skills", sa.Column("priority", sa.Integer())),
        ("person_skills", sa.Column("question", sa.Text())),
        ("programs", sa.Column("style", sa.String(32), nullable=False, server_default="informal")),
        ("programs", sa.Column("footing", sa.String(32), nullable=False, server_default="roles")),
        ("programs", sa.Column("partner_word", sa.String(40), nullable=False, server_default="learning partner")),
        ("programs", sa.Column("starts_on", sa.Date())),
        ("programs", sa.Column("ends_on", sa.Date())),
        ("programs", sa.Column("agenda_owner", sa.String(32), nullable=False, server_default="mentor")),
        ("programs", sa.Column("schedule_owner", sa.String(32), nullable=False, server_default="both")),
        ("programs", sa.Column("entry", sa.String(32), nullable=False, server_default="open")),
        ("programs", sa.Column("questions", sa.JSON(), nullable=False, server_default="[]")),
        ("programs", sa.Column("places", sa.Integer())),
        ("programs", sa.Column("silence", sa.String(32), nullable=False, server_default="declines")),
        ("programs", sa.Column("min_gap", sa.Integer(), nullable=False, server_default="1")),
        ("programs", sa.Column("department_rule", sa.String(32), nullable=False, server_default="any")),
        ("programs", sa.Column("min_overlap", sa.Integer(), nullable=False, server_default="1")),
        ("programs", sa.Column("needs_language", sa.Boolean(), nullable=False, server_default=sa.text("TRUE"))),
        ("programs", sa.Column("background", sa.String(32), nullable=False, server_default="any")),
        ("programs", sa.Column("version", sa.Integer(), nullable=False, server_default="1")),
        ("programs", sa.Column("changed_by", sa.String(32))),
    ]
