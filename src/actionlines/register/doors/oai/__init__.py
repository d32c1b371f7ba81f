"""OAI-PMH 2.0: the public register for harvesters.

harvest.py   which records there are, when their public form changed, which are gone; pages of them
forms.py     a record as Dublin Core and as DataCite
answers.py   the verbs of the protocol and its errors
"""
