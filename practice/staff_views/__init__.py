"""Staff pages of this app, one module a noun."""
