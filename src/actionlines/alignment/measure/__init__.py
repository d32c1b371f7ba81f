"""How well alignment works: the figures of `actionlines benchmark alignment`, with the bars they must reach.

figures       pure measures over (scores, truth); what is measured, against which bar (data/bars.csv)
benchmark     labelled texts, what a model says of them, peers on the same texts; what is missing is said
"""
