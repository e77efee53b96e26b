"""Documents: what they are made of, and how each kind of file is written."""
