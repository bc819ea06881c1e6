"""Gaussian smoothing in parts; ``server.science.smoothing`` is the door to it."""
