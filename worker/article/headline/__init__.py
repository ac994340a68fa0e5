"""Which of a page's titles is the article's, and of a text which line; `headline.py` is read first."""
