"""How far countries are: series read and checked, progress by named methods, divides, priorities, reports."""
