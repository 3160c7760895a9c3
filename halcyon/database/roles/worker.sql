-- What the worker may do: open envelopes, run the clocks, send notices, seal the journal, load a partnership.

alter role halcyon_worker login nosuperuser nocreatedb nocreaterole noinherit noreplication nobypassrls connection limit 20;
alter role halcyon_worker set idle_in_transaction_session_timeout = '60s';

revoke all on all tables in schema public from halcyon_worker;
grant usage on schema public, letterbox, noticeboard, access to halcyon_worker;
grant select, insert, update, delete on noticeboard.notice to halcyon_worker;

grant select, insert on access_record, access_principal to halcyon_worker;
grant update (version) on access_record to halcyon_worker;
grant select, insert on access_grant to halcyon_worker;
grant update (ended_at) on access_grant to halcyon_worker;
grant select on access_look to halcyon_worker;
grant update (told_at) on access_look to halcyon_worker;
grant select, insert on partnership_partnership, partnership_agency, partnership_team, partnership_member to halcyon_worker;
-- `halcyon members leave`: access ends once what was held, and the asks that wait, are somebody else's
grant update (active) on partnership_member to halcyon_worker;
grant execute on function access.restrict(uuid, text, integer) to halcyon_worker;
grant select on sharing_ask, sharing_reply, intelligence_item, intelligence_apart to halcyon_worker;
grant update ("to") on sharing_ask to halcyon_worker;
grant select, insert on access_account to halcyon_worker;
grant usage on sequence access_account_id_seq to halcyon_worker;

grant select, insert on sources_source, sources_blindkey to halcyon_worker;
grant select, insert on notices_notice to halcyon_worker;
grant update (send_after, sent_at, attempts, last_error) on notices_notice to halcyon_worker;

grant select, insert on promise_obligation, promise_obligationevent, promise_ledgerentry to halcyon_worker;
grant update (owner, step, climbs_at, "end", ended_at, ended_by, second, evidence, reason) on promise_obligation to halcyon_worker;

grant select, insert on search_entry to halcyon_worker;
grant update (kind, words, names, keys, at, agency, detail, kept_by) on search_entry to halcyon_worker;
grant select on search_opening to halcyon_worker;
-- what of intelligence is searched, to be read anew (`halcyon search rebuild`); its entries are the worker's to read already
grant select on intelligence_report, intelligence_original, intelligence_named, intelligence_sanitised to halcyon_worker;

grant select, insert on children_called, children_child, children_fact, children_happening, children_named,
    children_statement to halcyon_worker;
grant select, insert on subjects_mention, subjects_work, subjects_match, subjects_seen, subjects_review, subjects_fact,
    subjects_link, subjects_judgement to halcyon_worker;  -- of judgements only whom a record is about (only_whom_it_is_about)
grant update (state, crowded, attempts, tried_at) on subjects_work to halcyon_worker;
grant select, insert on subjects_learned to halcyon_worker;
grant select on subjects_switch to halcyon_worker;
-- after a switch of weights: how far it has come, and what is lifted above the review line; nothing sinks
grant update (reached, finished_at) on subjects_switch to halcyon_worker;
grant update (weight, above, parts, against, model) on subjects_match to halcyon_worker;
grant select on subjects_takingback, subjects_linkstatus, subjects_doubt, subjects_subject,
    subjects_watch to halcyon_worker;

grant select, insert on lists_listing, lists_row to halcyon_worker;
grant update (finished_at) on lists_listing to halcyon_worker;

-- a pack's pages are brought, and what was approved is hung
grant select, insert on publishing_piece, publishing_revision, publishing_step to halcyon_worker;
grant select on publishing_picture, publishing_file to halcyon_worker;
grant select, insert, delete on noticeboard.picture to halcyon_worker;

grant select, insert on contacts_contact, contacts_concern to halcyon_worker;
grant update (way_back, family_again, marks, told_in, ended_at, ended_by) on contacts_contact to halcyon_worker;
grant select on contacts_action, contacts_agreement, contacts_alert, contacts_answer, contacts_decision, contacts_told,
    contacts_waiverrequest to halcyon_worker;
grant update (climbed_at) on contacts_alert to halcyon_worker;

grant execute on function letterbox.claim(integer) to halcyon_worker;
grant execute on function letterbox.quarantine(uuid, date, text, integer, bytea, uuid, text) to halcyon_worker;
grant execute on function letterbox.pressure() to halcyon_worker;
grant execute on function letterbox.notes(integer) to halcyon_worker;
grant execute on function letterbox.expire(date, timestamptz) to halcyon_worker;
grant execute on function letterbox.deliver(uuid, uuid, bytea, date) to halcyon_worker;
