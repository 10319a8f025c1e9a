"""What PostgreSQL is told to do by itself."""
