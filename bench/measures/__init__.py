"""The measures, in the order in which they are run and told: name -> module with `measure(effort) -> Figure`."""

from __future__ import annotations

from collections.abc import Mapping

MEASURES: Mapping[str, str] = {
    "first-visit": "bench.measures.first_visit",
    "drawing": "bench.measures.drawing",
    "checking": "bench.measures.checking",
    "offline-start": "bench.measures.offline_start",
    "key-to-paint": "bench.measures.key_to_paint",
    "importing": "bench.measures.importing",
    "submitting": "bench.measures.submitting",
    "lists": "bench.measures.lists",
    "quality": "bench.measures.quality",
    "rebuild": "bench.measures.rebuild",
    "impact": "bench.measures.impact",
    "designer-visit": "bench.measures.designer_visit",
    "designing": "bench.measures.designing",
    "kill": "bench.measures.kill",
    "storm": "bench.measures.storm",
}
