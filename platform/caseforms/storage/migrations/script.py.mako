"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from caseforms.storage.base import DOCUMENT, SORTED_TEXT, Instant

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this shape."""
    ${upgrades if upgrades else "pass"}
