"""The notices this app sends, announced to the outbox at start-up."""


def announce() -> None:
    """Called from the app's `ready`."""
