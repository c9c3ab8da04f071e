"""Importing: transcripts, variables and codings from files into a project."""
