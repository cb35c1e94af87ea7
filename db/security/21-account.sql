-- Before an actor is known: one definer function a question.

create or replace function app.sign_in_lookup(mail text)
returns table (id uuid, password_hash text, full_name text, role text, is_verified boolean, is_disabled boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select u.id, u.password_hash, u.full_name, u.role, u.email_verified_at is not null, u.disabled_at is not null from app.users u where u.email = mail and u.deleted_at is null;
end;

-- A link by mail: the row keeps its hash, the mail's job makes it from the row's id. The newest of its purpose is the only one.
create or replace function app.promise_link(person uuid, recipient text, mail text, purpose text, token uuid, hash text, lifetime interval, about jsonb)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from app.account_tokens t where t.user_id = person and t.purpose = promise_link.purpose;
  insert into app.account_tokens (id, user_id, purpose, email, token_hash, expires_at)
  values (token, person, purpose, mail, hash, now() + lifetime);
  insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key)
  values (recipient, person, purpose, about || jsonb_build_object('tokenId', token), purpose || ':' || token);
end $$;

-- Whatever was set up for an address before it was proved belongs to nobody: sessions, links, factors, archives, a pending deletion.
-- Answers the ended sessions.
create or replace function app.forget_before_proof(person uuid) returns text[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare ended text[];
begin
  with gone as (delete from app.sessions s where s.user_id = person returning s.id)
  select coalesce(array_agg(gone.id), '{}') into ended from gone;
  delete from app.account_tokens t where t.user_id = person;
  delete from app.totp_factors t where t.user_id = person;
  delete from app.recovery_codes c where c.user_id = person;
  delete from app.passkeys p where p.user_id = person;
  delete from app.data_exports e where e.user_id = person and e.status in ('pending', 'running');
  update app.data_exports e set expires_at = now() where e.user_id = person and e.status = 'ready';
  update app.users u set deletion_due_at = null, updated_at = now() where u.id = person;
  return ended;
end $$;

-- A new person is promised a link that proves their address. Who has proved it is told by mail, and by nothing else: the answer is
-- the same. Who has not is whoever registers last: what came before is forgotten. Answers the sessions that ended.
create or replace function app.register_user(mail text, hash text, name text, token uuid, token_hash text, lifetime interval, about jsonb, ip text, agent text)
returns text[] language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid; known app.users; ended text[] := '{}';
begin
  insert into app.users (email, password_hash, full_name) values (mail, hash, name)
  on conflict (email) do nothing returning users.id into person;
  if person is not null then
    insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent)
    values (person, 'account.register', 'user', person, ip, left(agent, 400));
    perform app.promise_link(person, mail, mail, 'verify_email', token, token_hash, lifetime, about);
    return ended;
  end if;
  select * into known from app.users u where u.email = mail;
  if known.deleted_at is not null or known.disabled_at is not null then return ended; end if;
  if known.email_verified_at is null then
    ended := app.forget_before_proof(known.id);
    update app.users u set password_hash = hash, full_name = name, updated_at = now() where u.id = known.id;
    insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent)
    values (known.id, 'account.register', 'user', known.id, ip, left(agent, 400));
    perform app.promise_link(known.id, mail, mail, 'verify_email', token, token_hash, lifetime, about);
  else
    insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key)
    values (mail, known.id, 'already_registered', 'already_registered:' || token);
  end if;
  return ended;
end $$;

-- Another link for who is signed in and has not proved their address.
create or replace function app.request_verification(token uuid, token_hash text, lifetime interval, about jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare known app.users;
begin
  select * into known from app.users u where u.id = app.uid() and u.email_verified_at is null and u.deleted_at is null;
  if known.id is null then return; end if;
  perform app.promise_link(known.id, known.email, known.email, 'verify_email', token, token_hash, lifetime, about);
end $$;

-- What a link would do; nothing when it has been used, replaced, or its time is over.
create or replace function app.find_link(hash text) returns table (purpose text, email text, person uuid, is_proved boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select t.purpose, t.email, u.id, u.email_verified_at is not null from app.account_tokens t join app.users u on u.id = t.user_id and u.deleted_at is null and u.disabled_at is null
  where t.token_hash = hash and t.expires_at > now();
end;

-- For the browser that set the account up: what it set up stays.
create or replace function app.verify_email(hash text, ip text, agent text) returns table (id uuid, email text, full_name text, role text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare person app.users;
begin
  delete from app.account_tokens t where t.token_hash = hash and t.purpose = 'verify_email' and t.expires_at > now()
    returning t.user_id, t.email into person.id, person.email;
  if person.id is null then return; end if;
  update app.users u set email_verified_at = coalesce(u.email_verified_at, now()), updated_at = now()
  where u.id = person.id and u.email = person.email and u.deleted_at is null and u.disabled_at is null returning u.* into person;
  if person.id is null then return; end if;
  insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key)
  values (person.email, person.id, 'welcome', 'welcome:' || person.id) on conflict (dedupe_key) do nothing;
  insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent)
  values (person.id, 'account.verify_email', 'user', person.id, ip, left(agent, 400));
  return query select person.id, person.email, person.full_name, person.role;
end $$;

-- For any other browser: whoever holds the mailbox may be somebody else than who set the account up. They choose a password, and
-- nothing that was set up before stays. Nothing is answered where the address is proved already.
create or replace function app.take_over(hash text, password text, ip text, agent text)
returns table (id uuid, email text, full_name text, role text, ended text[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare link app.account_tokens; person app.users; gone text[];
begin
  delete from app.account_tokens t where t.token_hash = hash and t.purpose = 'verify_email' and t.expires_at > now() returning t.* into link;
  select u.* into person from app.users u where u.id = link.user_id and u.email = link.email and u.email_verified_at is null
    and u.deleted_at is null and u.disabled_at is null for update;
  if person.id is null then return; end if;
  gone := app.forget_before_proof(person.id);
  update app.users u set password_hash = password, email_verified_at = now(), updated_at = now() where u.id = person.id;
  insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key)
  values (person.email, person.id, 'welcome', 'welcome:' || person.id) on conflict (dedupe_key) do nothing;
  insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent, detail)
  values (person.id, 'account.verify_email', 'user', person.id, ip, left(agent, 400), jsonb_build_object('sessionsEnded', cardinality(gone)));
  return query select person.id, person.email, person.full_name, person.role, gone;
end $$;

create or replace function app.request_password_reset(mail text, token uuid, token_hash text, lifetime interval, ip text, agent text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid;
begin
  select u.id into person from app.users u where u.email = mail and u.deleted_at is null and u.disabled_at is null;
  if person is null then
    -- As much work for an address that nobody has, of which nothing stays: the time tells nothing.
    begin
      insert into app.users (email, password_hash, full_name) values (token || '@', 'nobody', 'nobody') returning id into person;
      perform app.promise_link(person, mail, mail, 'reset_password', token, token_hash, lifetime, '{}');
      insert into app.audit_events (action, subject_type, subject_id, ip_address, user_agent)
      values ('account.request_password_reset', 'user', person, ip, left(agent, 400));
      raise exception using errcode = 'RF000';
    exception when sqlstate 'RF000' then
      return;
    end;
  end if;
  perform app.promise_link(person, mail, mail, 'reset_password', token, token_hash, lifetime, '{}');
  -- Whoever knows the address can ask: nobody is signed in.
  insert into app.audit_events (action, subject_type, subject_id, ip_address, user_agent)
  values ('account.request_password_reset', 'user', person, ip, left(agent, 400));
end $$;

-- Keeps a new password and ends the person's sessions but `kept`: whoever knew the old one is out. Answers the ended ones.
create or replace function app.set_password(person uuid, hash text, kept text, ip text, agent text) returns text[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare ended text[]; mail text;
begin
  update app.users u set password_hash = hash, updated_at = now() where u.id = person returning u.email into mail;
  with gone as (delete from app.sessions s where s.user_id = person and s.id is distinct from kept returning s.id)
  select coalesce(array_agg(gone.id), '{}') into ended from gone;
  delete from app.account_tokens t using app.users u
  where t.user_id = person and u.id = person and (t.purpose <> 'verify_email' or u.email_verified_at is not null);
  insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key)
  values (mail, person, 'password_changed', 'password_changed:' || gen_random_uuid());
  insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent)
  values (person, 'account.change_password', 'user', person, ip, left(agent, 400));
  if cardinality(ended) > 0 then
    insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent, detail)
    values (person, 'account.end_sessions', 'user', person, ip, left(agent, 400),
      jsonb_build_object('count', cardinality(ended), 'why', 'password_changed'));
  end if;
  return ended;
end $$;

-- Whoever opens the mailbox owns the address: a reset proves it too. Null when the link does not work.
create or replace function app.reset_password(hash text, password text, ip text, agent text) returns text[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person app.users; ended text[] := '{}';
begin
  delete from app.account_tokens t where t.token_hash = hash and t.purpose = 'reset_password' and t.expires_at > now()
    returning t.user_id into person.id;
  select u.* into person from app.users u where u.id = person.id and u.deleted_at is null and u.disabled_at is null for update;
  if person.id is null then return null; end if;
  if person.email_verified_at is null then
    ended := app.forget_before_proof(person.id);
    update app.users u set email_verified_at = now() where u.id = person.id;
  end if;
  return ended || app.set_password(person.id, password, null, ip, agent);
end $$;

create or replace function app.change_password(password text, kept text, ip text, agent text) returns text[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if app.uid() is null then raise insufficient_privilege using message = 'nobody is signed in'; end if;
  return app.set_password(app.uid(), password, kept, ip, agent);
end $$;

-- Both mailboxes are asked. An address that is somebody else's gets no link, and the asker does not learn it.
create or replace function app.request_email_change(
  mail text, old_token uuid, old_hash text, new_token uuid, new_hash text, lifetime interval, ip text, agent text)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person app.users;
begin
  select * into person from app.users u where u.id = app.uid() and u.deleted_at is null;
  if person.id is null then raise insufficient_privilege using message = 'nobody is signed in'; end if;
  perform app.require_proved_address();
  perform app.promise_link(person.id, person.email, mail, 'change_email_old', old_token, old_hash, lifetime, '{}');
  if exists (select from app.users u where u.email = mail) then
    delete from app.account_tokens t where t.user_id = person.id and t.purpose = 'change_email_new';
  else
    perform app.promise_link(person.id, mail, mail, 'change_email_new', new_token, new_hash, lifetime, '{}');
  end if;
  insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent)
  values (person.id, 'account.request_email_change', 'user', person.id, ip, left(agent, 400));
end $$;

-- One half of a change: `done` when it was the second. A taken address is a unique_violation.
create or replace function app.confirm_email_change(hash text, ip text, agent text) returns table (person uuid, done boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare link app.account_tokens; before text;
begin
  select * into link from app.account_tokens t where t.token_hash = hash and t.purpose in ('change_email_old', 'change_email_new')
    and t.expires_at > now();
  if link.id is null then return; end if;
  -- The two halves wait for each other.
  select u.email into before from app.users u where u.id = link.user_id and u.deleted_at is null and u.disabled_at is null for update;
  if before is null then return; end if;
  update app.account_tokens t set confirmed_at = coalesce(t.confirmed_at, now()) where t.id = link.id;
  if (select count(*) from app.account_tokens t where t.user_id = link.user_id and t.email = link.email and t.confirmed_at is not null
      and t.purpose in ('change_email_old', 'change_email_new')) < 2 then
    return query select link.user_id, false;
    return;
  end if;
  update app.users u set email = link.email, email_verified_at = now(), updated_at = now() where u.id = link.user_id;
  delete from app.account_tokens t where t.user_id = link.user_id;
  insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key)
  values (before, link.user_id, 'email_changed', 'email_changed:' || link.id);
  insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent)
  values (link.user_id, 'account.change_email', 'user', link.user_id, ip, left(agent, 400));
  return query select link.user_id, true;
end $$;

create or replace function app.open_session(session text, person uuid, second_factor boolean, ip text, agent text, expires timestamptz, absolute_expires timestamptz)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app.sessions (id, user_id, second_factor_at, ip_address, user_agent, expires_at, absolute_expires_at)
  values (session, person, case when second_factor then now() end, ip, left(agent, 400), expires, absolute_expires);
  insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent, detail)
  values (person, 'account.sign_in', 'user', person, ip, left(agent, 400), jsonb_build_object('secondFactor', second_factor));
end $$;

create or replace function app.read_session(session text)
returns table (
  user_id uuid, email text, full_name text, role text, is_verified boolean, deletion_due_at timestamptz,
  last_seen_at timestamptz, authenticated_at timestamptz, second_factor_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select u.id, u.email, u.full_name, u.role, u.email_verified_at is not null, u.deletion_due_at,
    s.last_seen_at, s.authenticated_at, s.second_factor_at
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
  perform app.require_proved_address();
  insert into app.organizations (id, slug, name, description)
  values (organization, create_organization.slug, create_organization.name, create_organization.description);
  insert into app.organization_memberships (organization_id, user_id, role, status, joined_at)
  values (organization, app.uid(), 'owner', 'active', now());
  update app.users u set role = 'creator', updated_at = now() where u.id = app.uid() and u.role = 'customer';
  insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, ip_address, user_agent)
  values (app.uid(), organization, 'organization.create', 'organization', organization, ip, left(agent, 400));
  return organization;
end $$;
