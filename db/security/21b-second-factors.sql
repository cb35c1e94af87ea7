-- What people prove who they are with beside a password. Everything here is about whoever is signed in (app.uid()), but for
-- app.passkey_lookup and app.note_passkey_use: a passkey says by itself whose it is. Secrets leave through these functions only.

create or replace function app.second_factors() returns table (has_totp boolean, passkeys int, recovery_codes_left int)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select
    exists (select from app.totp_factors t where t.user_id = app.uid() and t.confirmed_at is not null),
    (select count(*)::int from app.passkeys p where p.user_id = app.uid()),
    (select count(*)::int from app.recovery_codes c where c.user_id = app.uid() and c.used_at is null);
end;

create or replace function app.promise_factor_mail(kind text, factor text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key)
  select u.email, u.id, kind, jsonb_build_object('factor', factor), kind || ':' || gen_random_uuid()
  from app.users u where u.id = app.uid();
end $$;

-- The session's person has proved once more who they are; `second_factor`: with a factor that is no password.
create or replace function app.prove_again(session text, second_factor boolean) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.sessions s
  set authenticated_at = now(), second_factor_at = case when second_factor then now() else s.second_factor_at end
  where s.id = session and s.user_id = app.uid();
end $$;

-- False: an app is set up already. One that was never confirmed is replaced.
create or replace function app.begin_totp(sealed text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_proved_address();
  insert into app.totp_factors as t (user_id, sealed_secret) values (app.uid(), sealed)
  on conflict (user_id) do update set sealed_secret = excluded.sealed_secret, last_step = 0, created_at = now()
  where t.confirmed_at is null;
  return found;
end $$;

create or replace function app.totp_secret() returns table (sealed_secret text, is_confirmed boolean, last_step bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select t.sealed_secret, t.confirmed_at is not null, t.last_step from app.totp_factors t
  where t.user_id = app.uid() and not app.is_support();
end;

create or replace function app.confirm_totp(step bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_proved_address();
  update app.totp_factors t set confirmed_at = now(), last_step = step
  where t.user_id = app.uid() and t.confirmed_at is null;
  if not found then return false; end if;
  perform app.promise_factor_mail('second_factor_added', 'totp');
  return true;
end $$;

-- False: a code of this time step, or of a later one, has been used.
create or replace function app.use_totp_step(step bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.totp_factors t set last_step = step
  where t.user_id = app.uid() and t.confirmed_at is not null and t.last_step < step;
  return found;
end $$;

-- False: there is no factor that the codes could stand in for.
create or replace function app.replace_recovery_codes(hashes text[]) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_proved_address();
  perform from app.users u where u.id = app.uid() for update;
  if not exists (select from app.totp_factors t where t.user_id = app.uid() and t.confirmed_at is not null)
    and not exists (select from app.passkeys p where p.user_id = app.uid()) then
    return false;
  end if;
  delete from app.recovery_codes c where c.user_id = app.uid();
  insert into app.recovery_codes (user_id, code_hash) select app.uid(), hash from unnest(hashes) as hash;
  return true;
end $$;

create or replace function app.use_recovery_code(hash text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.recovery_codes c set used_at = now()
  where c.user_id = app.uid() and c.code_hash = hash and c.used_at is null;
  if not found then return false; end if;
  perform app.promise_factor_mail('recovery_code_used', 'recovery_code');
  return true;
end $$;

-- `added`, `taken` (somebody has enrolled it), or `too_many`.
create or replace function app.add_passkey(
  credential text, key text, uses bigint, ways jsonb, device text, backed_up boolean, label text, most int) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_proved_address();
  perform from app.users u where u.id = app.uid() for update;
  if (select count(*) from app.passkeys p where p.user_id = app.uid()) >= most then return 'too_many'; end if;
  insert into app.passkeys (id, user_id, public_key, counter, transports, device_type, is_backed_up, name)
  values (credential, app.uid(), key, uses, ways, device, backed_up, label)
  on conflict (id) do nothing;
  if not found then return 'taken'; end if;
  perform app.promise_factor_mail('second_factor_added', 'passkey');
  return 'added';
end $$;

create or replace function app.passkey_lookup(credential text)
returns table (
  user_id uuid, public_key text, counter bigint,
  email text, full_name text, role text, is_verified boolean, is_disabled boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select u.id, p.public_key, p.counter, u.email, u.full_name, u.role, u.email_verified_at is not null, u.disabled_at is not null
  from app.passkeys p join app.users u on u.id = p.user_id and u.deleted_at is null
  where p.id = credential;
end;

-- False: the counter went back, so somebody holds a copy. Authenticators that do not count say 0 for ever.
create or replace function app.note_passkey_use(credential text, uses bigint, backed_up boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.passkeys p set counter = uses, is_backed_up = backed_up, last_used_at = now()
  where p.id = credential and (p.counter < uses or (p.counter = 0 and uses = 0));
  return found;
end $$;

-- Takes a passkey away, or without one the authenticator app: `removed`, `absent`, or `last` for the factor that a platform
-- owner must keep. Without a factor there is nothing to recover, and no session counts as proved in two ways.
create or replace function app.remove_second_factor(credential text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  is_platform_owner boolean;
  others bigint;
begin
  select u.role = 'platform_owner' into is_platform_owner from app.users u where u.id = app.uid() for update;
  select count(*) into others from (
    select 1 from app.totp_factors t where t.user_id = app.uid() and t.confirmed_at is not null and credential is not null
    union all
    select 1 from app.passkeys p where p.user_id = app.uid() and p.id is distinct from credential) o;
  if is_platform_owner and others = 0 then return 'last'; end if;
  if credential is null then
    delete from app.totp_factors t where t.user_id = app.uid() and t.confirmed_at is not null;
  else
    delete from app.passkeys p where p.user_id = app.uid() and p.id = credential;
  end if;
  if not found then return 'absent'; end if;
  if others = 0 then
    delete from app.recovery_codes c where c.user_id = app.uid();
    update app.sessions s set second_factor_at = null where s.user_id = app.uid();
  end if;
  perform app.promise_factor_mail('second_factor_removed', case when credential is null then 'totp' else 'passkey' end);
  return 'removed';
end $$;
