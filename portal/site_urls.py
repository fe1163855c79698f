"""Routes of the pages that gather several apps."""

staff_urls = []

patient_urls = []

open_urls = []
