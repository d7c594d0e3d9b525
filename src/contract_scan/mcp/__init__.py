"""The MCP server (``contract-scan[mcp]``): assistants scan, explain and compare agreements through it."""
