"""Know its speed: the whole way measured on an operator's own pages, beside what he would use instead."""
