"""gunicorn's own settings file for the control run: no locks. Nothing outside the tests names it."""


def post_worker_init(worker) -> None:
    from scheduling import locks

    locks.providers = locks.patient = lambda _rows: None
