"""The own-site test kit: flatten, score, train."""
