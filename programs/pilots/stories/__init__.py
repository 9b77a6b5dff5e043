"""A pilot's story on public pages: written by the board, shown only with its owner's standing consent."""
