"""What was agreed, as data with sources: action lines, goals, targets, commitments, bodies, areas."""
