"""The codebook: a tree of codes, as a file and in the project."""
