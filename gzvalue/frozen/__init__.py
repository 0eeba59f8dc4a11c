"""What an issued dossier is made from, frozen as one JSON text, and whether a PDF still says the same."""
