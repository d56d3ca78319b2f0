"""Which assessment uses which file is kept for every revision, also for files that are not here yet."""

import sqlalchemy as sa
from alembic import op

from dpia.workspace.evidence import use_all

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the table anew without its tie to the files, and fills it from all revisions."""
    op.create_table(
        "uses_anew",
        sa.Column("assessment", sa.String(64), sa.ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
    )
    op.execute("INSERT INTO uses_anew (assessment, sha256) SELECT assessment, sha256 FROM uses")
    op.drop_table("uses")
    op.rename_table("uses_anew", "uses")
    op.create_index("uses_by_file", "uses", ["sha256"])
    use_all(op.get_bind())
