"""The same user interface in a browser on this machine."""
