"""The broker is a doorbell: a task says that a row waits. The row is the truth, and a sweep finds what nobody heard."""

import logging
from math import ceil

from celery import Task
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ring(task: Task, row_id, wait: float = 0) -> None:
    """Ask a worker to do `task` with this row, in `wait` seconds. Where the broker is away nothing happens."""
    try:
        task.apply_async([str(row_id)], countdown=ceil(wait) if wait > 0 else None)
    except (OperationalError, OSError) as error:
        log.warning("the broker is away; the sweep will find the row", extra={"why": type(error).__name__})
