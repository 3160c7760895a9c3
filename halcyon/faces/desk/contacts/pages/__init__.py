"""What the pages of a contact show, as plain values: templates only place them. No table is read here."""
