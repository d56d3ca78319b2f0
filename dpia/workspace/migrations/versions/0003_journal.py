"""The journal: what happened to the workspace as a whole. It begins with what is there."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from dpia.workspace.journal import begin

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the table, and notes every file and every assessment with its head."""
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("assessment", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
    )
    op.create_index("journal_by_assessment", "journal", ["assessment"])
    op.create_index("journal_by_subject", "journal", ["subject"])
    begin(op.get_bind(), at=datetime.now(UTC))
