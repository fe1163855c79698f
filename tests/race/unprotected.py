"""gunicorn's own settings file for the control run: no locks. Only these tests and the bench name it."""


def post_worker_init(worker) -> None:
    from scheduling import locks

    locks.providers = lambda _rows: None
    locks.turns = lambda _providers, _patients, _now: True
