"""What a person may ask about the own data (UU 27/2022), and who reads a masked number."""
