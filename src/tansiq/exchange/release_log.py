"""A release log as files: entries appended, heads signed on time, and never one that forks from what a partner has."""
