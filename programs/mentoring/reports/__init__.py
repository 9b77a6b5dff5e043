"""The monthly report of a business: written on a phone, sent once, corrected in the open."""
