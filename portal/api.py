"""The routes of the API: a second skin over the same doors."""

urls: list = []
