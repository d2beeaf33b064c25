"""The stories of the demonstration: one module for each family of ways that a case can take."""
