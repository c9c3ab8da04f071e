"""Suggestions: proposed codings that wait for a person's decision."""
