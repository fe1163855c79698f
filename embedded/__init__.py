"""Frontdesk on one machine with nothing but Python: the environment, the servers, and what keeps them running.

It imports nothing of the product and nothing of the product imports it.
"""
