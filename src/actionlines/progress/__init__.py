"""The report on progress: verdicts of all methods, divides, data gaps and files of figures."""
