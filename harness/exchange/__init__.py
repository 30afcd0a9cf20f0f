"""Gold, articles and annotations to and from the files of others, and two annotations of one article compared."""
