"""Numba kernels: one loop nest each, arrays in, output arrays filled. Nothing here knows a post or a party."""
