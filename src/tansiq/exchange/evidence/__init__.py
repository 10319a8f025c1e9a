"""What proves a partner's fault, as one file that a third person can check."""
