"""Articles: bytes, files, rows and web pages become ``Article``."""
