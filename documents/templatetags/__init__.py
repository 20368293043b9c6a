"""What the templates about documents can say."""
