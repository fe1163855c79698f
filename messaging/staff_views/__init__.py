"""Pages for staff, one module a subject."""
