"""Each kind of bad input and fault that the house must bear (tiplines.md 6) has a test that bears its name.

Seen to fail with a test of the list renamed.
"""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
BAD_INPUT = "faces/test_door_bad_input.py"
DEVICE = "faces/test_door_device.py"
FAULTS = "faces/test_door_faults.py"
PROCESS = "faces/test_door_process.py"
WORDS = "faces/test_door_six_words.py"
TOGETHER = "faces/test_door_together.py"
CODES = "kernel/test_sealing_codes.py"
LOOK = "kernel/test_look_in_browser.py"
GOING_BACK = "kernel/test_look_going_back.py"
LEAVING = "journeys/test_leaving.py"
EVERY_PAGE = "journeys/test_every_page.py"
OPENING = "faces/test_worker_opening.py"

HELD: dict[int, dict[str, tuple[str, ...]]] = {
    1: {
        BAD_INPUT: ("an_empty_form_comes_back", "one_sign_is_enough"),
        "journeys/test_a_child_tells.py": ("a_child_who_sends_an_empty",),
    },
    2: {
        BAD_INPUT: (
            "more_than_20000_characters",
            "far_too_much_comes_back_with_every_word",
            "a_body_that_is_too_large",
            "a_body_without_a_length",
            "20000_characters_of_any_kind",
        ),
        PROCESS: ("six_megabytes_in_pieces",),
    },
    3: {BAD_INPUT: ("every_character_arrives_or_is_made_visible", "a_megabyte_without_a_space")},
    4: {BAD_INPUT: ("every_character_arrives_or_is_made_visible",)},
    5: {
        BAD_INPUT: ("markup_and_formulas_arrive_as_text",),
        "faces/test_desk_contacts.py": ("markup_in_any_answer_is_text",),
    },
    6: {BAD_INPUT: ("text_that_looks_like_ours",)},
    7: {BAD_INPUT: ("six_words_that_open_something_are_taken_out",), CODES: ("a_code_pasted_into_a_telling",)},
    8: {BAD_INPUT: ("a_friends_number_in_the_box_for_a_name",)},
    10: {BAD_INPUT: ("a_date_or_age_that_cannot_be",)},
    12: {
        WORDS: ("words_are_read_however_they_are_typed", "one_slip_is_forgiven"),
        CODES: ("the_words_are_read_however", "two_slips"),
    },
    13: {WORDS: ("five_wrong_sets_and_then_the_right_one",)},
    14: {
        WORDS: ("while_wrong_words_pour_in",),
        "faces/test_desk_triage.py": ("ten_thousand_wrong_words_are_an_alarm",),
    },
    15: {WORDS: ("wrong_expired_and_stopped_words_get_one_page", "wrong_expired_and_stopped_words_cost_the_same_work")},
    16: {
        WORDS: ("words_that_were_given_and_never_seen", "new_words_pressed_twice"),
        TOGETHER: (
            "the_same_words_entered_several_times",
            "when_two_pages_ask_for_new_words",
            "new_words_pressed_several_times",
        ),
    },
    17: {
        WORDS: ("words_that_are_somebody_elses_already",),
        "kernel/test_letterbox.py": ("words_that_are_somebody_elses_are_refused",),
    },
    18: {
        LEAVING: ("after_leaving_the_way_back_shows_no_words",),
        GOING_BACK: ("after_leaving_the_way_back",),
        DEVICE: ("nothing_typed_stands",),
    },
    19: {
        LEAVING: ("leaving_without_a_connection",),
        EVERY_PAGE: ("every_page_has_the_way_out",),
        DEVICE: ("every_page_has_a_way_out",),
    },
    20: {DEVICE: ("two_tabs_are_two_tellings",)},
    21: {
        DEVICE: ("a_form_sent_again", "a_retry_hours_later"),
        TOGETHER: ("one_press_that_arrives_several_times",),
        LOOK: ("a_double_click",),
    },
    22: {LOOK: ("a_page_left_open_is_covered",), DEVICE: ("a_page_open_for_a_long_time",)},
    23: {
        DEVICE: ("no_page_shows_what_was_told", "nothing_typed_stands"),
        LOOK: ("paper_carries_no_words", "behind_another_app"),
    },
    24: {
        DEVICE: ("every_answer_carries_every_header", "a_page_asks_nobody_else"),
        PROCESS: ("every_answer_of_the_process",),
    },
    26: {
        EVERY_PAGE: ("the_telling_form_is_sixty_kilobytes",),
        LOOK: ("on_a_slow_line_whoever_writes", "on_a_slow_line_the_form_can_be_sent"),
        "guards/test_public_words.py": ("every_page_can_be_read_at_eleven",),
        "journeys/test_a_child_tells.py": ("a_child_tells_with_the_keyboard_alone",),
    },
    27: {FAULTS: ("when_the_answer_is_lost",)},
    28: {FAULTS: ("nothing_is_shown_as_kept_before",)},
    29: {
        FAULTS: ("an_intake_key_outside_its_time", "an_intake_key_nobody_signed"),
        "kernel/test_sealing_keys.py": ("next_months_key", "a_key_of_another"),
    },
    30: {
        OPENING: ("after_three_days_without_a_worker",),
        FAULTS: ("a_full_letterbox",),
        "faces/test_desk_triage.py": ("a_letterbox_that_fills_up", "what_could_not_be_opened"),
    },
    31: {
        OPENING: ("what_cannot_be_opened_goes_to_quarantine", "an_envelope_put_in_anothers_place"),
        "kernel/test_sealing_envelopes.py": ("a_damaged",),
    },
    32: {
        OPENING: ("killed_before_it_has_kept_it",),
        "drills/test_nothing_is_lost.py": ("every_code_shown_has_its_contact",),
    },
    33: {FAULTS: ("nothing_is_shown_as_kept_before",), OPENING: ("while_the_database_is_away",)},
    35: {FAULTS: ("while_the_words_cannot_be_checked",)},
    37: {OPENING: ("while_the_private_keys_are_away",)},
    39: {FAULTS: ("a_fault_in_the_middle",), PROCESS: ("what_was_told_and_from_where",)},
    40: {PROCESS: ("what_was_told_and_from_where",), FAULTS: ("no_address_of_the_visitor",)},
}


@pytest.mark.parametrize("item", HELD)
def test_what_must_be_borne_is_tested_by_name(item: int) -> None:
    for file, names in HELD[item].items():
        there = re.findall(r"^def test_(\w+)\(", (TESTS / file).read_text(), re.M)
        for name in names:
            assert any(test.startswith(name) for test in there), f"{item}: no test in {file} begins with test_{name}"
