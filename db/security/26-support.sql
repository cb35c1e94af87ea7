-- Support mode: the platform owner looks at the product as somebody else, for half an hour, and changes nothing.

-- Who a session looks at the product as. Nothing once the half hour or the supporter's own session is over.
create or replace function app.support_of_session(session text)
returns table (
  id uuid, expires_at timestamptz, user_id uuid, email text, full_name text, role text, is_verified boolean, deletion_due_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select p.id, p.expires_at, u.id, u.email, u.full_name, u.role, u.email_verified_at is not null, u.deletion_due_at
  from app.support_sessions p
  join app.sessions s on s.id = p.session_id and s.user_id = p.supporter_id and s.expires_at > now() and s.absolute_expires_at > now()
  join app.users supporter on supporter.id = p.supporter_id and supporter.role = 'platform_owner'
    and supporter.deleted_at is null and supporter.disabled_at is null
  join app.users u on u.id = p.person_id and u.role <> 'platform_owner' and u.deleted_at is null
  where p.session_id = support_of_session.session and p.ended_at is null and p.expires_at > now();
end;

-- Begins it, with the audit event and the promised mail. Answers how it went: `started`, or what stands against it, which is
-- written down as well. The session must have proved who it is within ten minutes, and ever in a second way.
create or replace function app.start_support(session text, person uuid, reason text, ip text, agent text)
returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  own app.sessions;
  looked_at app.users;
  result text;
  begun uuid := gen_random_uuid();
begin
  if not app.is_platform_owner()
    or not exists (select from app.users u where u.id = app.uid() and u.role = 'platform_owner' and u.deleted_at is null and u.disabled_at is null)
  then raise insufficient_privilege using message = 'support mode is for the platform owner'; end if;
  -- Held, so that one session begins one at a time.
  select * into own from app.sessions s
  where s.id = start_support.session and s.user_id = app.uid() and s.expires_at > now() and s.absolute_expires_at > now() for update;
  select * into looked_at from app.users u where u.id = start_support.person and u.deleted_at is null;
  result := case
    when own.id is null or own.authenticated_at < now() - interval '10 minutes' then 'stale_authentication'
    when own.second_factor_at is null then 'no_second_factor'
    when looked_at.id is null then 'no_such_person'
    when looked_at.role = 'platform_owner' then 'platform_owner'
    when exists (select from app.support_of_session(own.id)) then 'already_supporting'
    else 'started'
  end;
  if result = 'started' then
    insert into app.support_sessions (id, session_id, supporter_id, person_id, reason, started_at, expires_at)
    values (begun, own.id, app.uid(), looked_at.id, start_support.reason, now(), now() + interval '30 minutes');
    insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key)
    values (looked_at.email, looked_at.id, 'support_access', jsonb_build_object('supportSessionId', begun), 'support_access:' || begun);
  end if;
  insert into app.audit_events (user_id, action, subject_type, subject_id, result, ip_address, user_agent, detail)
  values (app.uid(), 'support.start', 'user', start_support.person, case when result = 'started' then 'success' else 'refused' end,
    ip, left(agent, 400), case when result = 'started'
      then jsonb_build_object('supportSessionId', begun, 'personId', looked_at.id, 'reason', start_support.reason)
      else jsonb_build_object('why', result) end);
  return result;
end $$;

-- Ends what the actor's session looks at; nothing happens when it looks at nothing.
create or replace function app.end_support(session text, ip text, agent text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not app.is_platform_owner() then raise insufficient_privilege using message = 'support mode is for the platform owner'; end if;
  with ended as (
    update app.support_sessions p set ended_at = now()
    where p.session_id = end_support.session and p.supporter_id = app.uid() and p.ended_at is null and p.expires_at > now()
    returning p.id, p.person_id)
  insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent, detail)
  select app.uid(), 'support.end', 'user', ended.person_id, ip, left(agent, 400),
    jsonb_build_object('supportSessionId', ended.id, 'personId', ended.person_id)
  from ended;
end $$;

-- However a supporter's session goes, what it looks at ends with it.
create or replace function app.end_support_with_session() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  with ended as (
    update app.support_sessions p set ended_at = now()
    where p.session_id = old.id and p.ended_at is null and p.expires_at > now()
    returning p.id, p.supporter_id, p.person_id)
  insert into app.audit_events (user_id, action, subject_type, subject_id, detail)
  select ended.supporter_id, 'support.end', 'user', ended.person_id,
    jsonb_build_object('supportSessionId', ended.id, 'personId', ended.person_id, 'why', 'signed_out')
  from ended;
  return null;
end $$;

create or replace trigger end_support_with_session after delete on app.sessions
  for each row execute function app.end_support_with_session();
