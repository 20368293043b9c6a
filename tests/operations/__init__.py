"""What an operator does: measured, backed up, restored, audited."""
