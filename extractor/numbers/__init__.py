"""Numbers in news text: a phrase becomes a ``Quantity``, a text the list of its number mentions.

Nothing is guessed: a number that cannot be a count carries the reason, one that cannot be read has no
value. Vague words and ranges go through a codebook.

>>> from extractor.codebooks import load_codebook
>>> book = load_codebook("acled")
>>> def read(phrase):
...     quantity = read_quantity(phrase, book)
...     return quantity and (quantity.low, quantity.best, quantity.high, quantity.qualifier)
>>> read("at least 96"), read("96 or more"), read("150,000-plus")
((96, 96, None, 'at_least'), (96, 96, None, 'at_least'), (150000, 150000, None, 'more_than'))
>>> read("up to 40"), read("nearly 400,000"), read("an estimated 1.2 million")
((None, 40, 40, 'at_most'), (None, 400000, 400000, 'nearly'), (None, 1200000, None, 'about'))
>>> read("some 3 to 4,000"), read("several dozen"), read("half a million")
((3000, 3000, 4000, 'range'), (36, 36, None, 'vague'), (500000, 500000, 500000, 'exact'))
>>> text = "A man aged 34 was among at least 20 people killed in 2014 on Highway 61."
>>> [(text[m.start : m.end], m.reason) for m in find_numbers(text, book)]
[('34', 'age'), ('at least 20', None), ('2014', 'year'), ('61', 'house number')]
"""

from extractor.numbers.find import MOST, NumberMention, find_numbers, number_places, read_quantity

__all__ = ["MOST", "NumberMention", "find_numbers", "number_places", "read_quantity"]
