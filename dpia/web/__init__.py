"""The browser application: an assessment is filled in, discussed, decided and signed in a local browser."""

from dpia.web.app import create_app
from dpia.web.guarding import Guard

__all__ = ["Guard", "create_app"]
