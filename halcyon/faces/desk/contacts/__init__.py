"""The contact page and every act on it: a form in, a command, a redirect. No rule of the team stands here."""
