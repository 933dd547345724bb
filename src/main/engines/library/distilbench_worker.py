"""The protocol, for workers in Python."""
