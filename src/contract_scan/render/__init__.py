"""Reports for readers: a terminal summary, a table of many contracts, Markdown and JSON.

Each renderer takes reports or records and gives text; none reads a contract, and none knows where reports come from.
"""
