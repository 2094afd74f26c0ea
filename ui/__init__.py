"""What pages share: panels, state, caches and components."""
