"""The rule language: reading, checking and evaluating conditions on answers."""
