"""What the command line prints: articles with their spans, tables, reports; hostile text made harmless."""
