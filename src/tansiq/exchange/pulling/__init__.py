"""Taking over a partner's log: checked as it comes, kept, and only then cosigned."""
