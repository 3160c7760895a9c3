"""Two pages that need nothing: no template, no database, no file. They go out when everything else has failed."""

BARE_500 = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Information</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main>
<h1>Something went wrong here</h1>
<p>It is not because of you. Please go back and try again in a minute.</p>
<p><strong>In danger now?</strong> Ring <a href="tel:999">999</a>.</p>
<p><strong>Want to talk, day or night?</strong> Childline, free: <a href="tel:08001111">0800 1111</a>.</p>
<p><a href="/leave" rel="nofollow noreferrer">Exit this page</a></p>
</main></body></html>
"""

BARE_REFUSED = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Information</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main>
<h1>This did not work</h1>
<p>We could not read what came here. It is not because of you. Please go back and try again.</p>
<p><strong>In danger now?</strong> Ring <a href="tel:999">999</a>.</p>
<p><strong>Want to talk, day or night?</strong> Childline, free: <a href="tel:08001111">0800 1111</a>.</p>
<p><a href="https://www.bbc.co.uk/weather" rel="nofollow noreferrer">Exit this page</a></p>
</main></body></html>
"""
"""For what never reached a page of door or desk, so it names no address of either."""
