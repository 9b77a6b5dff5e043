"""Financial statements by SAK EMKM out of monthly figures. `arithmetic` is pure; nothing else here adds or subtracts."""
