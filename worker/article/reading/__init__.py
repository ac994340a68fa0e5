"""The payload's page or text to Unicode, and whether a parser can take it; `decode.py` is read first."""
