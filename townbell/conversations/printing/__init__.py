"""What a conversation puts on paper: the words of each sheet, for its page and for its PDF."""
