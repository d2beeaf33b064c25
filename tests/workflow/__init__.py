"""Tests of the workflow room."""
