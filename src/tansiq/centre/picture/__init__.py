"""The gap picture as a page: map, figures, list of gaps, what would close them."""
