"""Tagged PDF from HTML."""
