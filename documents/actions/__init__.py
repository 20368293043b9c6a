"""The verbs of the house: each changes one document in one transaction."""
