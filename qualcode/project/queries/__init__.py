"""The query language: its words, its grammar, and queries saved in the project."""
