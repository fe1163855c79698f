"""Routes of this app: the staff tree, the patient tree, and what stands open."""

staff_urls = []

patient_urls = []

open_urls = []
