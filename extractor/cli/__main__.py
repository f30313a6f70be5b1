"""``python -m extractor.cli``: the command line where the program ``extractor`` is not on the path."""

from extractor.cli.main import app

app()
