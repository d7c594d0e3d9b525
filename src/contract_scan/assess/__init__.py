"""Findings to the answer: refund assessment, checks, merchant facts, law and next steps."""
