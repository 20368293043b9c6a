"""The commands for who keeps accounts and credentials."""
