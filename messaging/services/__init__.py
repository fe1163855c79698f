"""Doors of this app, one module a noun: what patients do, what staff do with a thread, departments."""
