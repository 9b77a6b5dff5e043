"""How two become many: graduates guide new businesses of their province (pembina)."""
