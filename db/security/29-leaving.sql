-- The deletion of an account: asked for, taken back, and after the days of grace carried out by a job in steps that may each be
-- repeated. What is left is decision 17's.

-- Is the actor's account about to be deleted? Nothing new is begun then.
create or replace function app.is_leaving() returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (select from app.users u where u.id = app.uid() and u.deletion_due_at is not null);
end;

-- Refuses for a person who is about to be deleted, and holds them: a deletion asked for at this moment waits, and then sees what
-- they have become.
create or replace function app.refuse_leaving(person uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare due timestamptz;
begin
  select u.deletion_due_at into due from app.users u where u.id = person for no key update;
  if due is not null then
    raise exception using errcode = 'RF409', message = case when person = app.uid() then 'leaving' else 'owner_is_leaving' end;
  end if;
end $$;

-- An organization is owned by somebody who stays, however they come to own it.
create or replace function app.owner_stays() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.refuse_leaving(new.user_id);
  return new;
end $$;

create or replace trigger owner_stays before insert or update of role on app.organization_memberships
  for each row when (new.role = 'owner') execute function app.owner_stays();

-- Sets the day of the actor's deletion, ends their sessions but `kept`, and promises the mail. Answers how it went: `requested`,
-- or what stands against it.
create or replace function app.request_deletion(kept text, grace_days int, ip text, agent text)
returns table (standing text, ended text[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  person app.users;
  result text;
  gone text[] := '{}';
begin
  select u.* into person from app.users u where u.id = app.uid() and u.deleted_at is null for no key update;
  if not found then raise insufficient_privilege using message = 'nobody is signed in'; end if;
  result := case
    when person.role = 'platform_owner' then 'platform_owner'
    when person.deletion_due_at is not null then 'leaving'
    when exists (
      select from app.organization_memberships m join app.organizations o on o.id = m.organization_id and o.deleted_at is null
      where m.user_id = person.id and m.role = 'owner') then 'owner'
    else 'requested'
  end;
  if result = 'requested' then
    update app.users u set deletion_due_at = now() + make_interval(days => grace_days), updated_at = now() where u.id = person.id;
    with closed as (delete from app.sessions s where s.user_id = person.id and s.id <> kept returning s.id)
    select coalesce(array_agg(closed.id), '{}') into gone from closed;
    insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key)
    values (person.email, person.id, 'deletion_requested', 'deletion_requested:' || gen_random_uuid());
    insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent)
    values (person.id, 'account.request_deletion', 'user', person.id, ip, left(agent, 400));
  end if;
  return query select result, gone;
end $$;

-- The actor stays, and is told by mail. False: there is nothing to take back.
create or replace function app.cancel_deletion(ip text, agent text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  address text;
begin
  update app.users u set deletion_due_at = null, updated_at = now()
  where u.id = app.uid() and u.deletion_due_at is not null and u.deleted_at is null
  returning u.email into address;
  if not found then return false; end if;
  delete from app.email_logs l
  where l.user_id = app.uid() and l.email_type in ('deletion_requested', 'deletion_reminder') and l.status = 'pending';
  insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key)
  values (address, app.uid(), 'deletion_cancelled', 'deletion_cancelled:' || gen_random_uuid());
  insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent)
  values (app.uid(), 'account.cancel_deletion', 'user', app.uid(), ip, left(agent, 400));
  return true;
end $$;

-- Promises one mail to everybody whose last days have begun.
create or replace function app.remind_leaving(days int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_system();
  insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key)
  select u.email, u.id, 'deletion_reminder', 'deletion_reminder:' || u.id || ':' || extract(epoch from u.deletion_due_at)::bigint
  from app.users u
  where u.deletion_due_at > now() and u.deletion_due_at <= now() + make_interval(days => days) and u.deleted_at is null
  on conflict (dedupe_key) do nothing;
end $$;

-- Whose grace is over. An organization of theirs that they deleted is purged first: it has to have nobody then.
create or replace function app.people_to_erase(most int) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_system();
  return query select u.id from app.users u
    where u.deletion_due_at <= now() and u.role <> 'platform_owner'
      and not exists (select from app.organization_memberships m where m.user_id = u.id and m.role = 'owner')
    order by u.deletion_due_at limit most;
end $$;

-- Nobody but who is being erased is touched by what follows; one step at a time.
create or replace function app.lock_erased(person uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare address text;
begin
  perform app.require_system();
  select u.email into address from app.users u
  where u.id = person and u.deleted_at is not null and u.deletion_due_at is not null for update;
  if address is null then raise insufficient_privilege using message = 'this person is not being erased'; end if;
  return address;
end $$;

-- First step: the account is closed for good, the last mail promised, and what was the person's alone is out of sight. Posts
-- that belong to an organization stay with it, and files that a post still shows. Answers how far it is; no row: nothing to do.
-- `is_told`: the mail has left, or cannot leave. `quiet_seconds`: since the account was closed.
create or replace function app.begin_erasure(person uuid)
returns table (email_id uuid, is_told boolean, quiet_seconds float8, stripe_customer_id text, profile_image_key text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare due app.users;
begin
  perform app.require_system();
  select u.* into due from app.users u where u.id = begin_erasure.person for update;
  if not exists (select from app.people_to_erase(null) as id where id = begin_erasure.person) then return; end if;
  if due.deleted_at is null then
    update app.users u set deleted_at = now(), password_hash = null, updated_at = now() where u.id = due.id;
    delete from app.sessions s where s.user_id = due.id;
    delete from app.account_tokens t where t.user_id = due.id;
    delete from app.totp_factors f where f.user_id = due.id;
    delete from app.recovery_codes c where c.user_id = due.id;
    delete from app.passkeys p where p.user_id = due.id;
    insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key)
    values (due.email, due.id, 'account_deleted', 'account_deleted:' || due.id);
    perform app.empty_posts(array(
      select c.id from app.content c where c.creator_id = due.id and (c.organization_id is null or c.deleted_at is not null)));
    -- Kept for who bought them, and for nobody else.
    update app.content c set status = 'archived', updated_at = now()
    where c.creator_id = due.id and c.organization_id is null and c.status <> 'archived';
    -- Whoever works at such a film finds that it is not theirs any more.
    update app.media_items m set deleted_at = coalesce(m.deleted_at, now()), generation = m.generation + 1, updated_at = now()
    where m.creator_id = due.id and not exists (select from app.content c where c.media_item_id = m.id);
  end if;
  return query
    select l.id, l.id is null or l.status <> 'pending' or u.deleted_at < now() - interval '1 day',
      extract(epoch from now() - u.deleted_at)::float8, u.stripe_customer_id, u.profile_image_key
    from app.users u left join app.email_logs l on l.dedupe_key = 'account_deleted:' || u.id
    where u.id = due.id;
end $$;

-- Films of an erased person that no post shows.
create or replace function app.media_to_erase(person uuid, most int) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_system();
  return query select m.id from app.media_items m join app.users u on u.id = m.creator_id
    where u.id = person and u.deleted_at is not null and not exists (select from app.content c where c.media_item_id = m.id)
    order by m.id limit most;
end $$;

-- Their rows, after their objects; renditions, tasks and uploads go along.
create or replace function app.erase_media(person uuid, media uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.lock_erased(person);
  delete from app.media_items m
  where m.creator_id = person and m.id = any (media) and not exists (select from app.content c where c.media_item_id = m.id);
end $$;

-- At most so many rows of each kind of which there may be very many; answers how many there were. The audit log forgets where the
-- person was, and what others wrote of them.
create or replace function app.erase_rows(person uuid, most int) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  address text := app.lock_erased(person);
  total int := 0;
  step int;
begin
  delete from app.video_playback p where p.id in (select x.id from app.video_playback x where x.user_id = person limit most);
  get diagnostics step = row_count;
  total := total + step;
  delete from app.content_access a where a.id in (select x.id from app.content_access x where x.user_id = person limit most);
  get diagnostics step = row_count;
  total := total + step;
  delete from app.email_logs l where l.id in (
    select x.id from app.email_logs x where x.user_id = person or x.recipient_email = address limit most);
  get diagnostics step = row_count;
  total := total + step;
  update app.audit_events e set ip_address = null, user_agent = null where e.id in (
    select x.id from app.audit_events x
    where (x.user_id = person or x.user_id is null and x.subject_type = 'user' and x.subject_id = person::text)
      and (x.ip_address is not null or x.user_agent is not null) limit most);
  get diagnostics step = row_count;
  total := total + step;
  update app.audit_events e set detail = e.detail - 'reason' - 'address' where e.id in (
    select x.id from app.audit_events x
    where (x.subject_type = 'user' and x.subject_id = person::text
        or x.subject_type = 'invitation' and x.subject_id in (
          select i.id::text from app.organization_invitations i where i.email = address or i.accepted_by = person))
      and x.detail ?| array['reason', 'address'] limit most);
  get diagnostics step = row_count;
  return total + step;
end $$;

-- Last step: what is left is a row without a person, at which purchases, posts and events still point. The address is free.
create or replace function app.finish_erasure(person uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare address text := app.lock_erased(person);
begin
  delete from app.organization_memberships m where m.user_id = person;
  delete from app.organization_invitations i where i.email = address or i.accepted_by = person;
  delete from app.data_exports e where e.user_id = person;
  update app.support_sessions p set reason = 'Removed with the account' where p.person_id = person;
  update app.users u set
    email = 'deleted:' || u.id, full_name = 'Deleted account', role = 'customer', profile_image_key = null, bio = null,
    email_verified_at = null, stripe_customer_id = null, stripe_email = null, disabled_at = null, deletion_due_at = null, updated_at = now()
  where u.id = person;
  insert into app.audit_events (action, subject_type, subject_id) values ('account.erase', 'user', person);
end $$;

-- An event may forget, and nothing else happens to it.
create or replace function app.events_only_forget() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.ip_address <> coalesce(old.ip_address, '') or new.user_agent <> coalesce(old.user_agent, '') or not old.detail @> new.detail then
    raise check_violation using message = 'an audit event can only forget';
  end if;
  return new;
end $$;

create or replace trigger events_only_forget before update on app.audit_events
  for each row execute function app.events_only_forget();
