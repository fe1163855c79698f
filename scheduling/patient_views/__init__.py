"""Pages of patients and guardians, one module a noun."""
