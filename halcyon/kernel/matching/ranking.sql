-- Which of those that share keys are worth weighing: the one way, for a save, for evaluating and for measuring.
-- One row in for each key that a mention shares: its id, how many hold the key (counted to p_cap + 1) and whether the key
-- means the very same phone, plate, account or address. A seldom key says more than a common one, one over the cap says
-- nothing. Out: p_most of those that share other keys, and whoever shares an exact one, p_cap of them where it is crowded.

create schema if not exists matching;

create or replace function matching.best(p_ids anyarray, p_holders bigint[], p_exact boolean[], p_cap integer, p_most integer)
    returns table (id anyelement, crowded boolean) language sql immutable as $$
    select ranked.id, ranked.crowded from (
        select hit.id, bool_or(hit.exact) as exact, bool_or(hit.holders > p_cap) as crowded,
               row_number() over (partition by bool_or(hit.exact)
                                  order by sum(20 - ln(hit.holders::float8) / ln(2::float8)) desc, hit.id) as place
          from unnest(p_ids, p_holders, p_exact) as hit (id, holders, exact)
         where hit.exact or hit.holders <= p_cap group by hit.id
    ) ranked where ranked.place <= case when ranked.exact then p_cap else p_most end
$$;
