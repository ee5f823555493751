"""Figures by day: what is asked, how it is got, and what rows it becomes."""
