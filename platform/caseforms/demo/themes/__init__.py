"""The words of the demonstration's cases: one module for each kind of story."""
