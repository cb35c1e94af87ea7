-- Who belongs to an organization, as what. The rules are here: the application has no right to write these tables. What is
-- refused has a SQLSTATE of class RF, which names the kind, and a reason for its message; domain/organization/refusals.ts
-- has the words.

-- One change of an organization's people at a time. False when there is no such organization.
create or replace function app.lock_people(organization uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from app.organizations o where o.id = organization and o.deleted_at is null for no key update;
  return found;
end $$;

-- Locks an organization for somebody who may change its people, and answers what they hold there.
create or replace function app.begin_people_change(organization uuid, needed text) returns text[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare held text[];
begin
  if app.lock_people(organization) then
    select p.permissions into held from app.permissions_held() p where p.organization_id = organization;
  end if;
  if held is null or not needed = any (held) then
    raise exception using errcode = 'RF404', message = 'no_such_organization';
  end if;
  return held;
end $$;

-- The built-in role below a custom one: who may do all that creators do is a creator, anybody else a member.
create or replace function app.base_role(permissions text[]) returns text language sql immutable parallel safe
  return case when app.permissions_of_role('creator') operator(pg_catalog.<@) permissions then 'creator' else 'member' end;

-- The role to write into a membership or an invitation, after the checks: nobody gives what they do not hold, and only the
-- owner makes admins.
create or replace function app.role_to_give(organization uuid, held text[], wanted text, custom_role uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare given text[];
begin
  if custom_role is not null then
    select d.permissions into given from app.organization_role_definitions d
    where d.id = custom_role and d.organization_id = organization;
    if not found then raise exception using errcode = 'RF404', message = 'no_such_role'; end if;
    wanted := app.base_role(given);
  else
    if wanted is null or wanted not in ('admin', 'creator', 'member') then
      raise exception using errcode = 'RF400', message = 'no_such_role';
    end if;
    if wanted = 'admin' and not organization = any (app.orgs_as('owner')) then
      raise exception using errcode = 'RF403', message = 'only_owner_makes_admins';
    end if;
    given := app.permissions_of_role(wanted);
  end if;
  if not given <@ held then raise exception using errcode = 'RF403', message = 'more_than_own'; end if;
  return wanted;
end $$;

-- The role of the member that a change is about. The owner is changed by a transfer only, nobody changes themselves, only the
-- owner touches admins, and nobody whoever may more than themselves.
create or replace function app.member_to_change(organization uuid, person uuid, standing text) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare present text; theirs text[];
begin
  select m.role, app.permissions_of_role(m.role) || m.permissions || coalesce(d.permissions, '{}') into present, theirs
  from app.organization_memberships m left join app.organization_role_definitions d on d.id = m.custom_role_id
  where m.organization_id = organization and m.user_id = person and m.status = standing and m.role <> 'subscriber';
  if not found then raise exception using errcode = 'RF404', message = 'no_such_member'; end if;
  if present = 'owner' then raise exception using errcode = 'RF403', message = 'owner_is_fixed'; end if;
  if person = app.uid() then raise exception using errcode = 'RF403', message = 'not_oneself'; end if;
  if present = 'admin' and not organization = any (app.orgs_as('owner')) then
    raise exception using errcode = 'RF403', message = 'only_owner_changes_admins';
  end if;
  if not theirs <@ coalesce((select p.permissions from app.permissions_held() p where p.organization_id = organization), '{}') then
    raise exception using errcode = 'RF403', message = 'holds_more';
  end if;
  return present;
end $$;

-- A change of a list of permissions takes and gives only what the actor holds.
create or replace function app.check_permissions(held text[], before text[], after text[]) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not after <@ app.permissions_of_role('owner') then
    raise exception using errcode = 'RF400', message = 'no_such_permission';
  end if;
  if exists (
    select from unnest(before || after) changed
    where not changed = any (held) and (changed = any (before)) <> (changed = any (after))
  ) then
    raise exception using errcode = 'RF403', message = 'more_than_own';
  end if;
end $$;

-- Who makes things somewhere is a creator on the platform.
create or replace function app.note_creator(person uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.users u set role = 'creator', updated_at = now()
  where u.id = person and u.role = 'customer' and exists (
    select from app.organization_memberships m
    left join app.organization_role_definitions d on d.id = m.custom_role_id
    where m.user_id = person and m.status = 'active'
      and (app.permissions_of_role(m.role) || m.permissions || coalesce(d.permissions, '{}')) && array['content.create', 'media.upload']);
end $$;

-- The mail of an invitation; its job makes the link.
create or replace function app.promise_invitation(invitation uuid) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare email_id uuid;
begin
  insert into app.email_logs (recipient_email, user_id, email_type, about, dedupe_key)
  select i.email, u.id, 'invitation', jsonb_build_object('invitationId', i.id), 'invitation:' || i.id || ':' || i.times_sent
  from app.organization_invitations i left join app.users u on u.email = i.email and u.deleted_at is null
  where i.id = invitation
  returning email_logs.id into email_id;
  return email_id;
end $$;

-- Invites many at once. Who is a member or has an open invitation is said, and gets no second one.
create or replace function app.invite_people(
  organization uuid, wanted text, custom_role uuid, ids uuid[], addresses text[], hashes text[], lifetime interval)
returns table (invitation_id uuid, address text, outcome text, email_id uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare held text[]; given text; one record;
begin
  held := app.begin_people_change(organization, 'people.manage');
  given := app.role_to_give(organization, held, wanted, custom_role);
  for one in select t.id, t.mail, t.hash from unnest(ids, addresses, hashes) as t (id, mail, hash) loop
    invitation_id := null; address := one.mail; email_id := null;
    if exists (
      select from app.organization_memberships m join app.users u on u.id = m.user_id
      where m.organization_id = organization and u.email = one.mail and m.status = 'active' and m.role <> 'subscriber'
    ) then
      outcome := 'member';
    elsif exists (
      select from app.organization_invitations i
      where i.organization_id = organization and i.email = one.mail and i.expires_at > now()
        and i.accepted_at is null and i.declined_at is null and i.revoked_at is null
    ) then
      outcome := 'open';
    else
      -- One that has run out makes room.
      update app.organization_invitations i set revoked_at = now(), updated_at = now()
      where i.organization_id = organization and i.email = one.mail
        and i.accepted_at is null and i.declined_at is null and i.revoked_at is null;
      insert into app.organization_invitations (id, organization_id, email, role, custom_role_id, invited_by, token_hash, expires_at)
      values (one.id, organization, one.mail, given, custom_role, app.uid(), one.hash, now() + lifetime);
      invitation_id := one.id; outcome := 'invited'; email_id := app.promise_invitation(one.id);
    end if;
    return next;
  end loop;
end $$;

-- Sends an open invitation again, run out or not, with a link of its own: the old one is dead. `sending` is how often it has
-- been sent then; two who ask at once send it once. Answers the mail.
create or replace function app.resend_invitation(organization uuid, invitation uuid, sending int, hash text, lifetime interval) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare held text[]; known app.organization_invitations;
begin
  held := app.begin_people_change(organization, 'people.manage');
  select * into known from app.organization_invitations i where i.id = invitation and i.organization_id = organization;
  if not found then raise exception using errcode = 'RF404', message = 'no_such_invitation'; end if;
  perform app.role_to_give(organization, held, known.role, known.custom_role_id);
  update app.organization_invitations i
  set times_sent = sending, token_hash = hash, expires_at = now() + lifetime, updated_at = now()
  where i.id = invitation and i.times_sent = sending - 1
    and i.accepted_at is null and i.declined_at is null and i.revoked_at is null;
  if not found then raise exception using errcode = 'RF409', message = 'invitation_not_open'; end if;
  return app.promise_invitation(invitation);
end $$;

-- Takes an open invitation back. Who may not give its role may not take it back either.
create or replace function app.revoke_invitation(organization uuid, invitation uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare held text[]; known app.organization_invitations;
begin
  held := app.begin_people_change(organization, 'people.manage');
  select * into known from app.organization_invitations i where i.id = invitation and i.organization_id = organization;
  if not found then raise exception using errcode = 'RF404', message = 'no_such_invitation'; end if;
  perform app.role_to_give(organization, held, known.role, known.custom_role_id);
  update app.organization_invitations i set revoked_at = now(), updated_at = now()
  where i.id = invitation and i.accepted_at is null and i.declined_at is null and i.revoked_at is null;
  if not found then raise exception using errcode = 'RF409', message = 'invitation_not_open'; end if;
end $$;

-- What the page of a link shows, to whoever holds the link.
create or replace function app.find_invitation(hash text)
returns table (
  organization_id uuid, organization_name text, organization_slug text, inviter_name text, email text, role text, custom_role_name text,
  state text, expires_at timestamptz, has_account boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select o.id, o.name, o.slug, u.full_name, i.email, i.role, d.name,
    case when i.accepted_at is not null then 'accepted' when i.declined_at is not null then 'declined'
      when i.revoked_at is not null then 'revoked' when i.expires_at <= now() then 'expired' else 'open' end,
    i.expires_at, exists (select from app.users k where k.email = i.email and k.email_verified_at is not null)
  from app.organization_invitations i
  join app.organizations o on o.id = i.organization_id and o.deleted_at is null
  left join app.users u on u.id = i.invited_by and u.deleted_at is null
  left join app.organization_role_definitions d on d.id = i.custom_role_id
  where i.token_hash = find_invitation.hash;
end;

-- The invitation behind a link, locked with its organization, when it can still be answered.
create or replace function app.invitation_to_answer(hash text) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare organization uuid; known app.organization_invitations;
begin
  select i.organization_id into organization from app.organization_invitations i where i.token_hash = hash;
  if not app.lock_people(organization) then raise exception using errcode = 'RF404', message = 'no_such_invitation'; end if;
  select * into known from app.organization_invitations i where i.token_hash = hash;
  if not found then raise exception using errcode = 'RF404', message = 'no_such_invitation'; end if;
  if known.accepted_at is not null then raise exception using errcode = 'RF409', message = 'invitation_accepted'; end if;
  if known.declined_at is not null then raise exception using errcode = 'RF409', message = 'invitation_declined'; end if;
  if known.revoked_at is not null then raise exception using errcode = 'RF409', message = 'invitation_revoked'; end if;
  if known.expires_at <= now() then raise exception using errcode = 'RF409', message = 'invitation_expired'; end if;
  return known.id;
end $$;

-- The actor joins: their address must be the one that was invited. The link came to that mailbox, so that it proves the address.
-- Whoever works there already stays what they are.
create or replace function app.accept_invitation(hash text) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare invitation uuid; known app.organization_invitations;
begin
  if app.uid() is null then raise insufficient_privilege using message = 'nobody is signed in'; end if;
  invitation := app.invitation_to_answer(hash);
  select * into known from app.organization_invitations i where i.id = invitation;
  if not exists (select from app.users u where u.id = app.uid() and u.email = known.email and u.deleted_at is null and u.disabled_at is null) then
    raise exception using errcode = 'RF403', message = 'other_address';
  end if;
  update app.users u set email_verified_at = now(), updated_at = now() where u.id = app.uid() and u.email_verified_at is null;
  delete from app.account_tokens t where t.user_id = app.uid() and t.purpose = 'verify_email';
  insert into app.organization_memberships as m
    (organization_id, user_id, role, custom_role_id, status, invited_by, invited_at, joined_at)
  values (known.organization_id, app.uid(), known.role, known.custom_role_id, 'active', known.invited_by, known.created_at, now())
  on conflict (organization_id, user_id) do update
  set role = excluded.role, custom_role_id = excluded.custom_role_id, permissions = '{}', status = 'active',
    invited_by = excluded.invited_by, invited_at = excluded.invited_at, joined_at = now(), updated_at = now()
  where m.status <> 'active' or m.role = 'subscriber';
  update app.organization_invitations i set accepted_at = now(), accepted_by = app.uid(), updated_at = now() where i.id = invitation;
  perform app.note_creator(app.uid());
  return invitation;
end $$;

-- Whoever holds the link of an invitation holds its mailbox. They open an account by it, or take over one whose address nobody has
-- proved; nothing is answered where there is a proved one. Joining is the next step, as them.
create or replace function app.register_invited(hash text, password text, name text, ip text, agent text)
returns table (id uuid, email text, full_name text, role text, ended text[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare invited app.organization_invitations; person app.users; gone text[] := '{}';
begin
  select i.* into invited from app.organization_invitations i where i.id = app.invitation_to_answer(hash);
  insert into app.users (email, password_hash, full_name, email_verified_at) values (invited.email, password, name, now())
  on conflict (email) do nothing returning users.* into person;
  if person.id is null then
    select u.* into person from app.users u where u.email = invited.email and u.email_verified_at is null
      and u.deleted_at is null and u.disabled_at is null for update;
    if person.id is null then return; end if;
    gone := app.forget_before_proof(person.id);
    update app.users u set password_hash = password, full_name = name, email_verified_at = now(), updated_at = now()
    where u.id = person.id returning u.* into person;
  end if;
  insert into app.email_logs (recipient_email, user_id, email_type, dedupe_key)
  values (person.email, person.id, 'welcome', 'welcome:' || person.id) on conflict (dedupe_key) do nothing;
  insert into app.audit_events (user_id, action, subject_type, subject_id, ip_address, user_agent)
  values (person.id, 'account.register', 'user', person.id, ip, left(agent, 400));
  return query select person.id, person.email, person.full_name, person.role, gone;
end $$;

-- Holding the link is enough to say no. Who says it may be nobody of ours, so that the event is written here.
create or replace function app.decline_invitation(hash text, ip text, agent text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare invitation uuid; organization uuid;
begin
  invitation := app.invitation_to_answer(hash);
  update app.organization_invitations i set declined_at = now(), updated_at = now() where i.id = invitation
    returning i.organization_id into organization;
  insert into app.audit_events (user_id, organization_id, action, subject_type, subject_id, ip_address, user_agent)
  values (app.uid(), organization, 'organization.invitation_decline', 'invitation', invitation, ip, left(agent, 400));
end $$;

-- The people of an organization, for who may change them. Subscribers are customers, and are not among them.
create or replace function app.people_of(organization uuid)
returns table (
  user_id uuid, full_name text, email text, role text, custom_role_id uuid, permissions text[], status text, joined_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.user_id, u.full_name, u.email, m.role, m.custom_role_id, m.permissions, m.status, m.joined_at
  from app.organization_memberships m join app.users u on u.id = m.user_id and u.deleted_at is null
  where m.organization_id = people_of.organization and organization = any (app.orgs_allowing('people.manage'))
    and m.role <> 'subscriber' and m.status <> 'invited'
  order by m.status, array_position(array['owner', 'admin', 'creator', 'member'], m.role), u.full_name, m.user_id;
end;

-- Gives a member another role; grants of their own stay. Answers what they were.
create or replace function app.change_role(organization uuid, person uuid, wanted text, custom_role uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare held text[]; before text; given text;
begin
  held := app.begin_people_change(organization, 'people.manage');
  before := app.member_to_change(organization, person, 'active');
  given := app.role_to_give(organization, held, wanted, custom_role);
  update app.organization_memberships m set role = given, custom_role_id = custom_role, updated_at = now()
  where m.organization_id = organization and m.user_id = person;
  perform app.note_creator(person);
  return before;
end $$;

-- Grants to one person, beside their role: the exception, and so for the owner and admins to make.
create or replace function app.set_grants(organization uuid, person uuid, grants text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare held text[]; before text[];
begin
  held := app.begin_people_change(organization, 'people.manage');
  if not organization = any (app.orgs_as('owner', 'admin')) then
    raise exception using errcode = 'RF403', message = 'only_admins_grant';
  end if;
  perform app.member_to_change(organization, person, 'active');
  select m.permissions into before from app.organization_memberships m where m.organization_id = organization and m.user_id = person;
  perform app.check_permissions(held, before, grants);
  update app.organization_memberships m set permissions = grants, updated_at = now()
  where m.organization_id = organization and m.user_id = person;
  perform app.note_creator(person);
end $$;

create or replace function app.remove_member(organization uuid, person uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare before text;
begin
  perform app.begin_people_change(organization, 'people.manage');
  before := app.member_to_change(organization, person, 'active');
  update app.organization_memberships m set status = 'inactive', permissions = '{}', updated_at = now()
  where m.organization_id = organization and m.user_id = person;
  return before;
end $$;

-- Takes a removal back. Who left by themselves (they have no day of joining any more) is asked by an invitation.
create or replace function app.reactivate_member(organization uuid, person uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare held text[]; before text; known app.organization_memberships;
begin
  held := app.begin_people_change(organization, 'people.manage');
  before := app.member_to_change(organization, person, 'inactive');
  select * into known from app.organization_memberships m where m.organization_id = organization and m.user_id = person;
  if known.joined_at is null then raise exception using errcode = 'RF409', message = 'member_left'; end if;
  perform app.role_to_give(organization, held, known.role, known.custom_role_id);
  update app.organization_memberships m set status = 'active', updated_at = now() where m.id = known.id;
  return before;
end $$;

create or replace function app.leave_organization(organization uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare present text;
begin
  perform app.lock_people(organization);
  select m.role into present from app.organization_memberships m
  where m.organization_id = organization and m.user_id = app.uid() and m.status = 'active' and m.role <> 'subscriber';
  if not found then raise exception using errcode = 'RF404', message = 'no_such_organization'; end if;
  if present = 'owner' then raise exception using errcode = 'RF409', message = 'owner_cannot_leave'; end if;
  update app.organization_memberships m set status = 'inactive', permissions = '{}', joined_at = null, updated_at = now()
  where m.organization_id = organization and m.user_id = app.uid();
end $$;

-- The owner hands the organization to an admin or a creator and becomes an admin. There is exactly one owner before and after.
create or replace function app.transfer_ownership(organization uuid, person uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- A statement of its own: what comes after it sees what those before it in the queue have done.
  perform app.lock_people(organization);
  if not organization = any (app.orgs_as('owner')) then
    raise exception using errcode = 'RF404', message = 'no_such_organization';
  end if;
  if not exists (
    select from app.organization_memberships m join app.users u on u.id = m.user_id and u.deleted_at is null and u.disabled_at is null
    where m.organization_id = organization and m.user_id = person and m.status = 'active' and m.role in ('admin', 'creator')
  ) then
    raise exception using errcode = 'RF409', message = 'cannot_own';
  end if;
  update app.organization_memberships m set role = 'admin', updated_at = now()
  where m.organization_id = organization and m.user_id = app.uid();
  update app.organization_memberships m set role = 'owner', custom_role_id = null, permissions = '{}', updated_at = now()
  where m.organization_id = organization and m.user_id = person;
end $$;

-- A role of the organization's own. A name that is taken is a unique_violation.
create or replace function app.create_role(organization uuid, name text, description text, permissions text[]) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare made uuid;
begin
  perform app.check_permissions(app.begin_people_change(organization, 'roles.manage'), '{}', create_role.permissions);
  insert into app.organization_role_definitions (organization_id, name, description, permissions)
  values (organization, create_role.name, create_role.description, create_role.permissions)
  returning organization_role_definitions.id into made;
  return made;
end $$;

-- Changes a role for everybody who has it, at once. Answers who that is.
create or replace function app.edit_role(organization uuid, role_id uuid, name text, description text, permissions text[]) returns uuid[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare held text[]; before text[]; people uuid[];
begin
  held := app.begin_people_change(organization, 'roles.manage');
  select d.permissions into before from app.organization_role_definitions d where d.id = role_id and d.organization_id = organization;
  if not found then raise exception using errcode = 'RF404', message = 'no_such_role'; end if;
  perform app.check_permissions(held, before, edit_role.permissions);
  if exists (select from app.organization_memberships m where m.custom_role_id = role_id and m.status = 'active'
      and not (app.permissions_of_role(m.role) || m.permissions || before) <@ held) then
    raise exception using errcode = 'RF403', message = 'holds_more';
  end if;
  update app.organization_role_definitions d
  set name = edit_role.name, description = edit_role.description, permissions = edit_role.permissions, updated_at = now()
  where d.id = role_id;
  update app.organization_invitations i set role = app.base_role(edit_role.permissions), updated_at = now() where i.custom_role_id = role_id;
  with changed as (
    update app.organization_memberships m set role = app.base_role(edit_role.permissions), updated_at = now()
    where m.custom_role_id = role_id returning m.user_id)
  select coalesce(array_agg(changed.user_id), '{}') into people from changed;
  return people;
end $$;

-- Removes a role that nobody has or is invited to have. Those who had it once keep the built-in role below it.
create or replace function app.delete_role(organization uuid, role_id uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare held text[]; known app.organization_role_definitions;
begin
  held := app.begin_people_change(organization, 'roles.manage');
  select * into known from app.organization_role_definitions d where d.id = role_id and d.organization_id = organization;
  if not found then raise exception using errcode = 'RF404', message = 'no_such_role'; end if;
  perform app.check_permissions(held, known.permissions, '{}');
  if exists (select from app.organization_memberships m where m.custom_role_id = role_id and m.status = 'active')
    or exists (select from app.organization_invitations i where i.custom_role_id = role_id and i.expires_at > now()
      and i.accepted_at is null and i.declined_at is null and i.revoked_at is null) then
    raise exception using errcode = 'RF409', message = 'role_in_use';
  end if;
  update app.organization_memberships m set custom_role_id = null, updated_at = now() where m.custom_role_id = role_id;
  update app.organization_invitations i set revoked_at = now() where i.custom_role_id = role_id
    and i.accepted_at is null and i.declined_at is null and i.revoked_at is null;
  update app.organization_invitations i set custom_role_id = null, updated_at = now() where i.custom_role_id = role_id;
  delete from app.organization_role_definitions d where d.id = role_id;
  return known.name;
end $$;
