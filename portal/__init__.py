"""The project package and composition root: settings, URL root, Celery app, and pages that gather several apps."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
