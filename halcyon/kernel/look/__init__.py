"""The one look of both faces: layouts, typed template tags over the design system's macros, styles, icons.

It shows values that it is given. It never reads a table, decides who may see something, or knows one face from the
other.
"""
