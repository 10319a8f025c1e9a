"""Coverage instead of posts: what a party's own centre releases, and the picture a joint centre makes of two."""
