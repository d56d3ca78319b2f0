"""What Alembic runs: the steps on the connection that `connecting` gives, in its transaction."""

from alembic import context

from dpia.workspace.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
