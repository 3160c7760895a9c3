"""The desk's entry for a web server. It refuses to start with too mighty a database login or an older database."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halcyon.settings.desk")

from django.core.wsgi import get_wsgi_application

gc.disable()  # nearly all that is made now is kept: to look for what is not takes a tenth of the start
application = get_wsgi_application()


def begin() -> None:
    """Checks the login and the database's version, then reads what every request needs, before the first one comes."""
    from django.db import connection
    from django.urls import get_resolver

    from halcyon.database.starting import refuse_a_wrong_start
    from halcyon.kernel.partnership.queries import pack

    with connection.cursor() as cursor:
        refuse_a_wrong_start(cursor)
    connection.close()  # processes are forked after this: each opens its own
    pack()
    assert get_resolver().url_patterns


begin()
gc.freeze()  # nor do the processes that are forked look through it, each in a copy of its own
gc.enable()
