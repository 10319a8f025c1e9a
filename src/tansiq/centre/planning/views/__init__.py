"""Pages and answers of planning."""
