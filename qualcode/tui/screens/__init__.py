"""What fills the terminal: the workspace, and the dialogues over it."""
