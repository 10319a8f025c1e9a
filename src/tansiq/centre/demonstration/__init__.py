"""Three centres of an exercise on one machine, founded and signed without ceremony, and what happens in them."""
