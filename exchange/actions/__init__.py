"""The verbs of the room: systems subscribed, news spread, receivers called."""
