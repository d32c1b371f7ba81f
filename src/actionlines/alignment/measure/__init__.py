"""How well alignment works: the figures of `actionlines benchmark alignment`, with the bars they must reach.

scores        pure measures over (scores, truth)
figures       what is measured, under which name, against which bar (data/bars.csv)
texts         labelled texts to measure with, and what a model says of them
benchmark     the SDG Classification Benchmark, and peers on the same texts
run           all of them, with the development sets and parallel lines; what is missing is said
"""
