"""A centre's release logs and receipts, served to the partners they were made for."""
