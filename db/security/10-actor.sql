-- Who is asking. asActor sets these for one transaction; after it they read '' again, hence nullif.
create or replace function app.uid() returns uuid language sql stable parallel safe
  return nullif(pg_catalog.current_setting('app.user_id', true), '')::uuid;

create or replace function app.is_platform_owner() returns boolean language sql stable parallel safe
  return coalesce(pg_catalog.current_setting('app.user_role', true) = 'platform_owner', false);
