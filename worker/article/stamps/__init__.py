"""What printed stamps say: days, hours, zones, and the words beside them; `reader.py` is read first."""
