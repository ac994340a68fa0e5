"""Copydesk: raw news articles in, clean, dated, explained documents out, each exactly once.

Read first: `worker/article/pipeline.py` (what happens to an article) and `worker/ingest.py` (what happens to an entry).
"""
