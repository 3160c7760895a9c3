-- What became of each row of some lists, as far as whoever asks may see: it runs under their row-level security, so that a
-- match with a record they may not see does not exist for them. A row of the same agency's lists is nobody new. Only
-- the person counts: whoever shares a telephone with someone known may still be known to nobody.
with wanted as (
    select row.id, row.listing_id, row.record_id, row.mention, listing.agency
      from lists_row row join lists_listing listing on listing.id = row.listing_id
     where row.listing_id = any (%(listings)s)
), pair as (
    select wanted.id as row_id, wanted.agency, match.a_id, match.b_id, match.other_id as known
      from wanted join subjects_match match on match.a_id = wanted.mention and match.above
    union
    select wanted.id, wanted.agency, match.a_id, match.b_id, match.record_id
      from wanted join subjects_match match on match.b_id = wanted.mention and match.above
), answered as (
    select pair.row_id, (
        select said.answer from subjects_judgement said
         where said.a_id = pair.a_id and said.b_id = pair.b_id
           and not exists (select from subjects_takingback back where back.judgement_id = said.id)
         order by said.at desc, said.id desc limit 1
    ) as answer from pair
     where not exists (select from lists_row mine join lists_listing other on other.id = mine.listing_id
                        where mine.record_id = pair.known and other.agency = pair.agency)
), judged as (
    select row_id, count(*) filter (where answer is null) as open, bool_or(answer = 'same') as same
      from answered group by 1
)
select wanted.id, wanted.listing_id, case
       when wanted.mention is null then 'empty'
       when exists (select from subjects_work work where work.record_id = wanted.record_id and work.state = 'failed')
       then 'not_compared'
       when judged.row_id is null then 'not_matched'
       when judged.same then 'same'
       when judged.open > 0 then 'waiting'
       else 'not_same' end as state
  from wanted left join judged on judged.row_id = wanted.id
