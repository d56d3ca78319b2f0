"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes them."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "assessments",
        sa.Column("serial", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.Column("archived", sa.Boolean, nullable=False),
        sa.Column("locked", sa.Boolean, nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("organisation", sa.String(500), nullable=False),
        sa.Column("example", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("level_label", sa.String(500), nullable=False),
        sa.Column("blocks", sa.Integer, nullable=False),
        sa.Column("majors", sa.Integer, nullable=False),
        sa.Column("minors", sa.Integer, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("next_review", sa.Date),
    )
    op.create_index("assessments_by_change", "assessments", ["archived", "changed_at"])
    owner = sa.ForeignKey("assessments.id", ondelete="CASCADE")
    op.create_table(
        "revisions",
        sa.Column("assessment", sa.String(64), owner, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("approvals", sa.Text, nullable=False),
    )
    op.create_table(
        "due",
        sa.Column("assessment", sa.String(64), sa.ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("item", sa.String(80), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("what", sa.String(500), nullable=False),
        sa.Column("owner", sa.String(500), nullable=False),
    )
    op.create_index("due_by_day", "due", ["day"])
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "uses",
        sa.Column("assessment", sa.String(64), sa.ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("files.sha256"), primary_key=True),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE search (serial integer PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX search_words ON search USING gin (words)")
    else:
        op.execute("CREATE VIRTUAL TABLE search USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2')")
