"""History of rows: PostgreSQL triggers keep every version, whoever wrote it."""

from collections.abc import Callable
from typing import Any

import pghistory
import pgtrigger


def tracked(**options: Any) -> Callable[[type[Any]], type[Any]]:
    """Keep a version of a model's row at every insert, update and deletion.

    Statement triggers: one run for a whole bulk insert instead of one a row.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pgtrigger.Statement,
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        **options,
    )
