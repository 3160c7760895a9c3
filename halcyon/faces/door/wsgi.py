"""The door as a server runs it: the gate around Django, started only with a login that can do no more than the door may.

A database that is away does not keep the door shut: its pages stand without one, and the login is looked at as soon as it answers.
"""

import gc
import os
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halcyon.settings.door")

from django.core.wsgi import get_wsgi_application

from halcyon.faces.door.gate import Gate
from halcyon.faces.door.login import look_at_the_login

gc.disable()  # nearly all that is made now is kept: to look for what is not takes a tenth of the start
application = Gate(get_wsgi_application())
look_at_the_login()
import_module("halcyon.faces.door.warming").warm(application)  # before the server forks and before anybody waits
gc.freeze()  # nor do the processes that are forked look through it, each in a copy of its own
gc.enable()
