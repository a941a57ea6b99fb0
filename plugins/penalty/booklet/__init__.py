"""The booklet of a township's discretion: drawn up by 30 April, handed in by 31 May, reviewed, discussed, issued."""
