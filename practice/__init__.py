"""The bottom of the house: who everybody is, what they may do, what happened, and what leaves the house."""
