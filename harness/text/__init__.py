"""Reading prose: folding, sentences, words, amounts, dates, names, attributions, polarity."""
