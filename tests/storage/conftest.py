"""A fresh store for each test of this room."""

from tests.databases import migrated, place, store

__all__ = ["migrated", "place", "store"]
