-- Events that the one they concern could not write with rights of their own. `audit_events` takes inserts and nothing else.

-- Somebody could not sign in, and why. Nobody learns from it whether the address is known, and an address that is not is kept
-- nowhere.
create or replace function app.note_sign_in(mail text, why text, ip text, agent text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid;
begin
  select u.id into person from app.users u where u.email = mail and u.deleted_at is null;
  insert into app.audit_events (action, subject_type, subject_id, result, ip_address, user_agent, detail)
  values ('account.sign_in', case when person is not null then 'user' end, person, 'refused', ip, left(agent, 400),
    jsonb_build_object('why', case when person is null then 'unknown_address' else why end));
end $$;

-- The actor downloads what they may watch: their organization learns that it happened, the platform owner who it was.
create or replace function app.note_download(content uuid, ip text, agent text, detail jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, ip_address, user_agent, detail)
  select app.uid(), c.organization_id, 'content.download', 'content', c.id, ip, left(agent, 400), note_download.detail
  from app.content c, app.access_to(note_download.content) may
  where c.id = note_download.content and may.can_watch and app.uid() is not null;
end $$;
