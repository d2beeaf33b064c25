"""The states of cases as they were folded last, known by the hash of the log's last line, which no other log has."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from caseforms.workflow import State, Workflow

MOST = 2000
_kept: OrderedDict[str, tuple[Workflow, State]] = OrderedDict()
_lock = Lock()


def known(workflow: Workflow, last_hash: str) -> State | None:
    """The state after the line with this hash, when this process has folded it under this very workflow."""
    with _lock:
        found = _kept.get(last_hash)
        if found is None or found[0] is not workflow:
            return None
        _kept.move_to_end(last_hash)
        return found[1]


def keep(workflow: Workflow, last_hash: str, state: State) -> State:
    """Remember a state; those not asked for in the longest time go first. An empty log has no hash and is not kept."""
    if last_hash:
        with _lock:
            _kept[last_hash] = workflow, state
            _kept.move_to_end(last_hash)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return state
