"""The verbs of the room: credentials unlocked, posts given, absences covered."""
