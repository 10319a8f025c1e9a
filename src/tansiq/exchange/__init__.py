"""How things travel in and out: laydown files now; release logs and other formats with later parts."""
