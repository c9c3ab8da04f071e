"""qualcode: qualitative interview coding and thematic analysis on the researcher's own machine."""
