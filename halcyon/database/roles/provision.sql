-- The roles, before any migration names them. Logins get their passwords from apply.py, never from a file in the project.
do $$
declare role text;
begin
    foreach role in array array['halcyon_keeper', 'halcyon_search', 'halcyon_journal', 'halcyon_letterbox'] loop
        if not exists (select from pg_roles where rolname = role) then
            execute format('create role %I nologin noinherit', role);
        end if;
    end loop;
    foreach role in array array['halcyon_door', 'halcyon_desk', 'halcyon_worker'] loop
        if not exists (select from pg_roles where rolname = role) then
            execute format('create role %I login noinherit', role);
        end if;
    end loop;
end $$;
