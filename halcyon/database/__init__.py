"""The database: a private server for one machine (`server`) and what is applied to it (`apply`, the `.sql` files)."""
