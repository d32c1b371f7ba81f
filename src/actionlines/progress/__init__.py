"""What figures say of progress, as one report: judged by all methods side by side, divides, gaps, files."""
