"""Language: one annotated ``Doc`` a text, and small walks over its tree."""
