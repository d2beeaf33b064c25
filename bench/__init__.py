"""The budgets of the product, measured: one module for each in `measures`, run by `python -m bench`."""
