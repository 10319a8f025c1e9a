"""Release logs on a stick: written, read, and told apart where one is not what it should be."""
