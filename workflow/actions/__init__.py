"""The only door to the flow engine.

Each verb checks the turn first without a lock (so that what is slow is not begun in vain), does
what is slow, and then finishes the task under the process's lock, where everything is asked again.
"""
