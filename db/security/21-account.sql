-- Before an actor is known: one definer function a question.

create or replace function app.sign_in_lookup(mail text)
returns table (id uuid, password_hash text, full_name text, role text, is_verified boolean, is_disabled boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select u.id, u.password_hash, u.full_name, u.role, u.email_verified_at is not null, u.disabled_at is not null from app.users u where u.email = mail and u.deleted_at is null;
end;

-- Returns null when the address is taken.
create or replace function app.register_user(mail text, hash text, name text, ip text, agent text) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid;
begin
  insert into app.users (email, password_hash, full_name) values (mail, hash, name)
  on conflict (email) do nothing returning users.id into person;
  if person is not null then
    insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key)
    values (mail, person, 'welcome', 'welcome:' || person);
    insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent)
    values (person, 'account.register', 'user', person, ip, left(agent, 400));
  end if;
  return person;
end $$;

create or replace function app.open_session(session text, person uuid, second_factor boolean, ip text, agent text, expires timestamptz, absolute_expires timestamptz)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app.sessions (id, user_id, second_factor_at, ip_address, user_agent, expires_at, absolute_expires_at)
  values (session, person, case when second_factor then now() end, ip, left(agent, 400), expires, absolute_expires);
end $$;

create or replace function app.read_session(session text)
returns table (
  user_id uuid, email text, full_name text, role text, is_verified boolean,
  last_seen_at timestamptz, authenticated_at timestamptz, second_factor_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select u.id, u.email, u.full_name, u.role, u.email_verified_at is not null, s.last_seen_at, s.authenticated_at, s.second_factor_at
  from app.sessions s join app.users u on u.id = s.user_id and u.deleted_at is null and u.disabled_at is null
  where s.id = session and s.expires_at > now() and s.absolute_expires_at > now();
end;

create or replace function app.extend_session(session text, expires timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.sessions s set expires_at = least(expires, s.absolute_expires_at), last_seen_at = now()
  where s.id = session;
end $$;

-- For dropping sessions from caches: an id is a hash, and opens nothing.
create or replace function app.session_ids_of(people uuid[]) returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select s.id from app.sessions s where s.user_id = any (people) and s.expires_at > now();
end;

create or replace function app.close_session(session text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from app.sessions s where s.id = session;
end $$;

-- A person becomes the owner of a new organization, and a creator with it. A taken slug is a unique_violation.
create or replace function app.create_organization(slug text, name text, description text, ip text, agent text) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare organization uuid := gen_random_uuid();
begin
  if app.uid() is null then raise insufficient_privilege using message = 'nobody is signed in'; end if;
  insert into app.organizations (id, slug, name, description)
  values (organization, create_organization.slug, create_organization.name, create_organization.description);
  insert into app.organization_memberships (organization_id, user_id, role, status, joined_at)
  values (organization, app.uid(), 'owner', 'active', now());
  update app.users u set role = 'creator', updated_at = now() where u.id = app.uid() and u.role = 'customer';
  insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, ip_address, user_agent)
  values (app.uid(), organization, 'organization.create', 'organization', organization, ip, left(agent, 400));
  return organization;
end $$;
