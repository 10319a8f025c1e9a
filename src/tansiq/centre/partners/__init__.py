"""Partner centres: what is released to them, what came from them, how the links stand."""
