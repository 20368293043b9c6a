"""The nouns of the room: who there is, and what each may sign."""
