"""Reports for readers: a terminal summary, a page, Markdown, spreadsheets, SARIF, JSON, and marked copies.

Each renderer takes reports or records and gives text or bytes; none reads a contract, and none knows where reports come
from. A marked copy is made from the file that was scanned, which is only copied.
"""
