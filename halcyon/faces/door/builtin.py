"""The pages that stand when the noticeboard was never read: short, and true of every partnership.

Help must be findable in the first minute of a process whose database is away.
"""

from halcyon.faces.door.notices import Page

_NUMBERS = """
<h2>In danger now?</h2>
<p>Ring <a href="tel:999">999</a>. It is free. If you cannot speak, ring anyway. On a mobile, press <strong>55</strong>
when the voice asks you to.</p>
<h2>Want to talk to someone now?</h2>
<p>Ring Childline on <a href="tel:08001111">0800&nbsp;1111</a>. It is free, day and night. You do not have to say your name.</p>
"""

BUILT_IN = {
    page.slug: page
    for page in (
        Page(
            "front-page",
            "You can tell us",
            "<p>Is something not right? It may be about you, a friend or another child. You can tell us here. You do not need"
            " to be sure. You do not have to give your name. You are not in trouble for telling us.</p>" + _NUMBERS,
        ),
        Page(
            "promise",
            "Our promise to you",
            "<p><strong>If you tell someone, we will listen to you, find out what is going on and do something about it."
            " This is our promise to you.</strong></p><p>You are not in trouble for telling us. It is not your fault."
            " We cannot keep it a secret if you or another child could be badly hurt.</p>" + _NUMBERS,
        ),
        Page(
            "who-can-i-tell",
            "Who can I tell?",
            "<p>Tell someone you trust. It can be someone in your family, a friend, a teacher, a school nurse, a doctor, a"
            " social worker or a police officer. If that person does not listen, it is not your fault. Please tell someone"
            " else.</p>" + _NUMBERS,
        ),
        Page(
            "privacy",
            "Your privacy",
            "<p>You do not have to give your name. We do not keep the address of your phone or computer. We cannot find you"
            " unless you tell us where you are. Your words are locked before we store them, and only the team can open"
            " them. If you or another child could be badly hurt, we have to act.</p>" + _NUMBERS,
        ),
        Page(
            "exit",
            "Leaving this site fast",
            "<p>The Exit button takes you to a weather page at once. It does not clear your history: the name of this site"
            " may still be in it. It does not take back words you have sent. Three quick presses of the Shift key do the"
            " same as the button.</p>" + _NUMBERS,
        ),
        Page(
            "before-telling",
            "Before you tell us",
            "<p>A real person on the team reads every word. You can skip any question, and you do not have to give your"
            " name. If you or another child could be badly hurt, we have to do something; we try to talk to you first. We"
            " cannot find you unless you tell us where you are.</p>" + _NUMBERS,
        ),
        Page(
            "help-page",
            "We cannot take your message here just now",
            "<p>Something on our side is not working. It is our fault, not yours. Please do not wait for us. Tell someone"
            " you trust, and try again later.</p>" + _NUMBERS,
        ),
    )
}
