"""The way to a partner over HTTPS, with certificates on both sides."""
