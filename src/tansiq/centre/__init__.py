"""The Django site of a centre: one folder per thing people do there, and the shell around them."""
