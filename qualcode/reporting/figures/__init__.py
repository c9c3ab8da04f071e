"""Figures for print: 16 cm wide, readable in grey, the same for the same result.

Matplotlib is loaded when a figure is drawn.
"""
