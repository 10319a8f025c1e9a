"""Loops that numba compiles. Each file stands alone: a kernel calls none of another file."""
