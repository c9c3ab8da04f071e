"""Reporting: results as tables, CSV, JSON and Word."""
