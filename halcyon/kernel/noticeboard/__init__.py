"""Everything the public may read: pages, the contact point, who reads tonight. Nothing personal ever hangs here."""
