"""The only place that writes the tables of the exchange."""
