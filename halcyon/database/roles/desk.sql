-- What the desk may do. Row-level security decides which rows; this says which tables, and which columns may ever change.

alter role halcyon_desk login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls connection limit 60;
alter role halcyon_desk set statement_timeout = '15s';
alter role halcyon_desk set transaction_timeout = '30s';
alter role halcyon_desk set idle_in_transaction_session_timeout = '20s';

revoke all on all tables in schema public from halcyon_desk;
revoke all on all sequences in schema public from halcyon_desk;
grant usage on schema public, letterbox, noticeboard to halcyon_desk;
grant select on noticeboard.notice to halcyon_desk;

-- access: records are made and counted on; their audience is the keeper's
grant select, insert on access_record, access_grant to halcyon_desk;
grant update (version) on access_record to halcyon_desk;
grant select on access_look to halcyon_desk;  -- an owner sees who looked at what is theirs
grant update (ended_at) on access_grant to halcyon_desk;
grant select on access_principal to halcyon_desk;

-- partnership: read by everyone at the desk, changed by the installer
grant select on partnership_partnership, partnership_agency, partnership_team, partnership_member to halcyon_desk;

-- sources: kept and opened; every opening leaves its reason
grant select, insert on sources_source, sources_blindkey, sources_opening to halcyon_desk;

-- notices: queued here, sent by the worker; whether they get out is counted, to whom they go is not read
grant insert, select (id, created_at, sent_at, attempts) on notices_notice to halcyon_desk;

-- the promise: what is owed is opened and ended, never moved; events and the ledger are only added to
grant select, insert on promise_obligation, promise_obligationevent, promise_ledgerentry to halcyon_desk;
grant update (owner, "end", ended_at, ended_by, second, evidence, reason, climbs_at) on promise_obligation to halcyon_desk;

-- subjects: what is named, judged, linked and doubted is only added to; the keys belong to the candidate function
grant select, insert on subjects_mention, subjects_work, subjects_match, subjects_judgement, subjects_takingback,
    subjects_link, subjects_linkstatus, subjects_doubt, subjects_subject, subjects_watch, subjects_ending to halcyon_desk;
grant select on subjects_seen, subjects_review, subjects_fact, subjects_learned to halcyon_desk;
grant select, insert on subjects_switch to halcyon_desk;
grant update (why, considered, review_on, adult, ethnicity, ethnicity_said, nationality, nationality_said)
    on subjects_subject to halcyon_desk;
grant update (agreed, answer, answered_by, answered_at) on subjects_ending to halcyon_desk;
grant update (seen_at, ended_at) on subjects_watch to halcyon_desk;
grant update (outcome, answered_by, answered_at) on subjects_review to halcyon_desk;

-- children and what was said
grant select, insert on children_called, children_child, children_fact, children_happening, children_named,
    children_statement to halcyon_desk;
grant update (known_as, age, known, under_13, learning_disability) on children_child to halcyon_desk;
grant usage on schema children to halcyon_desk;
grant execute on function children.ask_for(text[], text, integer, integer), children.ask_about(uuid) to halcyon_desk;

-- search: its entries are kept beside what is saved, and read through the functions of search, then under row security
grant select, insert on search_entry, search_opening to halcyon_desk;
grant update (kind, words, names, keys, at, agency, detail, kept_by) on search_entry to halcyon_desk;

-- contacts
grant select, insert on contacts_contact, contacts_concern, contacts_decision, contacts_agreement, contacts_answer,
    contacts_action, contacts_told, contacts_alert, contacts_waiverrequest to halcyon_desk;
grant update (read_by, read_at, ended_at, ended_by, family_again, way_back) on contacts_contact to halcyon_desk;
grant update (state, needs, made_at) on contacts_decision to halcyon_desk;
grant update (done_at, done_by, result, facts) on contacts_action to halcyon_desk;
grant update (answer, answered_by, answered_at) on contacts_alert to halcyon_desk;

-- intelligence: only ever added to
grant select, insert on intelligence_report, intelligence_original, intelligence_named, intelligence_item,
    intelligence_grading, intelligence_sanitised, intelligence_dissemination, intelligence_outcome, intelligence_apart
    to halcyon_desk;

-- lists that agencies sent: read alone
grant select on lists_listing, lists_row to halcyon_desk;

-- what the public reads: written and approved here, hung by the worker; nothing is ever changed
grant select, insert on publishing_piece, publishing_revision, publishing_step, publishing_picture, publishing_file
    to halcyon_desk;

-- asking for what is closed, and the owners' answers
grant select, insert on sharing_ask, sharing_reply to halcyon_desk;
grant update ("to") on sharing_ask to halcyon_desk;  -- once whoever was asked has left

-- letterbox: a mailbox for a caller, a sealed answer, whether a way back stands, how much waits
grant execute on function letterbox.open_mailbox(uuid, bytea, bytea, bytea, date) to halcyon_desk;
grant execute on function letterbox.deliver(uuid, uuid, bytea, date) to halcyon_desk;
grant execute on function letterbox.open_until(uuid, date) to halcyon_desk;
grant execute on function letterbox.pressure() to halcyon_desk;


-- signing in: technical tables without row-level security; no record stands in them, and no page adds or removes an account
grant select on access_account to halcyon_desk;
grant update (last_login, password) on access_account to halcyon_desk;
grant select, insert, update, delete on django_session to halcyon_desk;
grant select, insert, update on account_emailaddress to halcyon_desk;
grant select on account_emailconfirmation to halcyon_desk;
grant select, insert, update, delete on mfa_authenticator to halcyon_desk;
