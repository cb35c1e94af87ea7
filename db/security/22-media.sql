-- The application may not write a media item's status: these functions move it, for the people who may ask.

-- The bytes have arrived and were checked. True when this call moved it (a second one changes nothing).
create or replace function app.mark_uploaded(media uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.media_items m
  set status = 'uploaded', stage = 'queued', uploaded_at = now(), updated_at = now(), attempts = 0, percent = 0
  where m.id = media and m.creator_id = app.uid() and m.status = 'uploading' and m.deleted_at is null;
  return found;
end $$;

-- The bytes arrived but are not what was promised.
create or replace function app.mark_upload_refused(media uuid, cause text, message text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.media_items m
  set status = 'failed', stage = null, failure_cause = cause, failure_message = message, updated_at = now()
  where m.id = media and m.creator_id = app.uid() and m.status = 'uploading' and m.deleted_at is null;
  return found;
end $$;

-- Asks for another try of a failed item: its creator, or staff of an organization that uses it.
create or replace function app.request_transcode(media uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.media_items m
  set status = 'uploaded', stage = 'queued', attempts = 0, percent = 0, seconds_left = null,
      failure_cause = null, failure_message = null, failure_detail = null, updated_at = now()
  where m.id = media and m.status = 'failed' and m.deleted_at is null and m.uploaded_at is not null
    and (m.creator_id = app.uid() or app.media_used_by(m.id, app.orgs_as('owner', 'admin')) or app.is_platform_owner());
  return found;
end $$;

-- What the tools said of a failure: for the owner of the platform.
create or replace function app.media_failure_detail(media uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.failure_detail from app.media_items m where m.id = media and app.is_platform_owner();
end;
