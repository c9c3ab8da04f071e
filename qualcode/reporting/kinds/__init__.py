"""The kinds of reports, each by its name, with what can be said about it."""
