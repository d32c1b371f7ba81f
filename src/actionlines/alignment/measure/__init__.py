"""How well alignment works: the figures of `actionlines benchmark alignment`, with the bars they must reach.

scores        pure measures over (scores, truth)
figures       what is measured, under which name, against which bar (bars.csv)
texts         labelled texts to measure with
answers       what a model says of them
development, parallel, faithful, speed, benchmark, peers    one kind of figures each
fresh         the process in which speed, load and memory are measured
run           all of them; what is missing is said
"""
