"""Staff pages, one module a noun."""
