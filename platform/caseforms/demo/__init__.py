"""Owns the demonstration: four invented institutions and a year of their work, made by driving the services through time."""

from __future__ import annotations

from caseforms.demo.building import DAYS_BACK, Built, build

__all__ = ["DAYS_BACK", "Built", "build"]
