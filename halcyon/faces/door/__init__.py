"""The public process: it tells what the promise is, takes what someone tells, and gives back what the team wrote.

It can write and cannot read: public keys only, seven functions of the letterbox, the noticeboard. It must never keep, log or
send anywhere what was typed, nor learn who typed it.
"""
