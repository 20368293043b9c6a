"""Django finds a room's commands below this package."""
