"""The terminal user interface, on Textual. Nothing else in qualcode imports it."""
