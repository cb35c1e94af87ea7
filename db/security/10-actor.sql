-- Who is asking. asActor sets these for one transaction; after it they read '' again, hence nullif.
create or replace function app.uid() returns uuid language sql stable parallel safe
  return nullif(pg_catalog.current_setting('app.user_id', true), '')::uuid;

-- Has the actor proved a second factor in the session that asks?
create or replace function app.has_second_factor() returns boolean language sql stable parallel safe
  return coalesce(pg_catalog.current_setting('app.second_factor', true) = 'proved', false);

-- Is it somebody else who looks at the product as the actor? What is secret even to support is not there for them.
create or replace function app.is_support() returns boolean language sql stable parallel safe
  return coalesce(pg_catalog.current_setting('app.supporter_id', true) <> '', false);

-- A platform owner who has not is a customer.
create or replace function app.is_platform_owner() returns boolean language sql stable parallel safe
  return coalesce(pg_catalog.current_setting('app.user_role', true) = 'platform_owner'
    and pg_catalog.current_setting('app.second_factor', true) = 'proved', false);

-- The platform itself: jobs, and requests that act on what Stripe says.
create or replace function app.is_system() returns boolean language sql stable parallel safe
  return coalesce(pg_catalog.current_setting('app.user_role', true) = 'system', false);

create or replace function app.require_system() returns void language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp as $$
begin
  if not app.is_system() then raise insufficient_privilege using message = 'this is for the platform itself'; end if;
end $$;
