"""How people get in: invitations and what they agreed to."""
