"""The one door: every change is a signed record, appended and projected in one transaction."""
