"""Tables as CSV that a spreadsheet opens without running anything (T-42)."""

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins with one of these is a formula to some spreadsheet, also behind spaces.
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe(cell) -> str:
    """The cell as text that no spreadsheet takes for a formula; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return str(cell)
    text = str(cell)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(f"'{line}" if line.lstrip(" \u00a0\ufeff\t").startswith(TRIGGERS) else line for line in lines)


def table(head: Sequence, rows: Iterable[Sequence]) -> str:
    """The table as the text of a CSV file. The mark at its beginning tells spreadsheets that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()
