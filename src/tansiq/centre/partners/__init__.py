"""Exchange with partner centres: what was released and received, the links, messages, and the pages about them."""
