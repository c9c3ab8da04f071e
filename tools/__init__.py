"""What makes files of the project from its code."""
