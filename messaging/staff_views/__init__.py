"""Staff pages of the Message Center, one module a noun."""
