"""A whole report of text, tables, figures and excerpts, as a YAML file chooses them."""
