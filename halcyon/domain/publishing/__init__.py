"""What the public reads: written, checked, approved by a second person, hung on the noticeboard until its day, taken down.

Plain rows of our own and no content system (decision 0040). Nothing here knows a child, a contact or a case: a
communications officer's work needs none of them.
"""
