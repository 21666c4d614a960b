"""What a result is made of: from an analysis to numbers, texts, sentences, a map and tables."""
