"""Analysis: retrieval and counting, each number leading back to the words it counts."""
