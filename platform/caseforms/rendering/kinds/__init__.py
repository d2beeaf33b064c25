"""Field kinds: one file each says which schemas it draws, how its controls are read and written, how a value shows."""
