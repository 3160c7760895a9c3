"""The one look of both faces: layouts, typed template tags over the design system's macros, styles, icons.

It shows values that it is given. It never reads a table, decides who may see something, or knows one face from the
other. Tags: `templatetags/look.py`. Plain values to hand in: `parts.py` (Link, Who, Row, Action, Cell).

**look/public.html** (every page of the door; `look/error.html` extends it with blocks `heading`, `message`, `way_on`)
    context   practice: bool   leave_url="/leave"   home_url="/"   footer_links: list[Link]   draft: bool (a translation)
              languages: the switch, each with code, name, direction, href, current
    blocks    title (neutral: "Information")   robots   head   body_attributes   exit   header   languages   before
              content   footer
    The style sheet stands in it (`sheet.py`, allowed by its hash); it needs a script and an icon: with the page three
    requests, so there is room for one picture. No cookie, no other inline style, no inline script.
    The telling form, which shows one question at a time where JavaScript runs:
        <div data-first>…shown at the first question only…</div>
        <form data-telling method="post" autocomplete="off" novalidate>
          <section data-question id="…"> heading or {% field f size="m" %} …
            <div data-send>{% button "Send this now" %}</div></section>
          <section data-question data-when="way=friend professional">…asked only when one of these is chosen…</section>
    `data-private` on anything personal that is shown (messages, words, codes): emptied on exit and never printed. A
    page with it, or with a telling form, is covered after twenty minutes without a touch.
    Parts: ul.look-ways (large choices), ol.look-code (the six words), ul.look-thread (messages, p.look-from inside),
    p.look-lead, div.look-card, ul.look-languages. Bare headings, paragraphs and lists are styled, for pages out of
    Markdown.

**look/desk.html** (every page of the desk, allauth's included; `look/desk_error.html` takes `heading` and `message`)
    context   who: Who   nav: list[Link]   practice: bool   home_url="/"   messages (Django's)
    blocks    title   lang   head / extra_head   body_attributes   before   messages   content   footer   extra_body
    Lists that keep themselves up to date:
        <div data-live="address" data-live-every="4" data-etag='"…"'> … <p data-say="2 wait"
        class="govuk-visually-hidden">
    The address answers with the fragment (or a page holding it) and an ETag; 304 leaves the list alone, anything else
    says "Not up to date since 21:40". Times from `ago` and `owed` go on by themselves: leave their words out of the
    ETag. Parts: ol.look-queue > li.look-item(--danger, --unsure), ul.look-facts, ul.look-balance (received, decided,
    in time, li.look-late), div.look-two (work and what stands beside it), div.look-card, p.look-hush (who must not
    know), ul.look-thread > li(.look-ours), span.look-ref (a reference that never breaks).
"""
