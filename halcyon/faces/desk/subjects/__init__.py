"""What may be the same, one subject, the network, watches and what adds up: the screens of finding out."""
