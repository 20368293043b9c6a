"""The verbs of the house: each changes one document in one transaction.

Each takes the thing acted on first and the rest by name, ending in who did it (`by`) and when
(`at`), and raises a `DocumentError` when refused. What is slow (typesetting, signing, the object
store) is done before, outside any transaction, by a function named `make`; `record` then writes
the facts.
"""
