"""What the pages of this app show, one module a noun; each starts from what the actor may see."""
