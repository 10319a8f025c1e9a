"""Planning: courses of action tried on the picture, compared, and taken away as files."""
