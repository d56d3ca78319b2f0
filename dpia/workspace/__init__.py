"""Where assessments are kept: every revision of each, in SQLite on this machine or in PostgreSQL for a team."""

from dpia.workspace.connecting import open_workspace
from dpia.workspace.kept import Entry, RevisionInfo, Saved, Stored
from dpia.workspace.places import default_url
from dpia.workspace.store import Workspace

__all__ = ["Entry", "RevisionInfo", "Saved", "Stored", "Workspace", "default_url", "open_workspace"]
