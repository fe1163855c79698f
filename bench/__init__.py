"""How fast the product is, as ratios to floors measured in the same run, and whether it ever double-books.

`python3 -m bench` runs it, `python3 -m bench --help` says how. Milliseconds (ms) and requests a second everywhere.
"""
