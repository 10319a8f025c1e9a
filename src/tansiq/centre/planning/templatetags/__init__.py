"""Tags of the planning pages."""
