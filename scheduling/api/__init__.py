"""The API of this app, one module a noun and side: the same doors as the pages."""
