"""Display: records in words, texts with marked spans."""
