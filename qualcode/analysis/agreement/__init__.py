"""Agreement between coders: on which units they gave the same codes, and where they did not."""
