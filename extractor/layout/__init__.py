"""Layout: the plain text of an article, without what only pages and files put into it, and the way back.

Everything behind this room reads plain text: one line a paragraph, heading, item or row, single spaces,
no invisible characters. Offsets lead back to the article as it was read (``PlainText``).
"""
