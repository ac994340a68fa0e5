"""What a page's markup says of its article outside its words: JSON-LD, meta, microdata, scripts."""
