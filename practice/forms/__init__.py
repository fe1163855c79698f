"""Forms of this app, one module a noun: shape and type only."""
