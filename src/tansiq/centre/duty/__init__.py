"""The duty log, watch handover and situation report."""
