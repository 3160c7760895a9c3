"""Who may do and see what: principals, permissions, roles, records, grants, ``@command`` and ``@requires``.

Import from the modules; this package stays empty of models so that it can be imported before Django is ready.
"""
