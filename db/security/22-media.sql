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

-- Asks for another try of a failed item: its creator, or who sees the transcoding of an organization that uses it.
create or replace function app.request_transcode(media uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.media_items m
  set status = 'uploaded', stage = 'queued', attempts = 0, percent = 0, seconds_left = null, plan_constraints = '{}',
      failure_cause = null, failure_message = null, failure_detail = null, updated_at = now()
  where m.id = media and m.status = 'failed' and m.deleted_at is null and m.uploaded_at is not null
    and (m.creator_id = app.uid() or app.media_used_by(m.id, app.orgs_allowing('transcoding.view')) or app.is_platform_owner());
  return found;
end $$;

-- What the tools said of a failure: for the owner of the platform.
create or replace function app.media_failure_detail(media uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.failure_detail from app.media_items m where m.id = media and app.is_platform_owner();
end;

-- Asks for a rung in AV1: by the item's creator, or who sees the transcoding of an organization that uses it. True when this call asked first.
create or replace function app.request_av1(media uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.media_items m set av1_requested_at = now(), updated_at = now()
  where m.id = media and m.status = 'ready' and m.media_type = 'video' and m.deleted_at is null and m.av1_requested_at is null
    and (m.creator_id = app.uid() or app.media_used_by(m.id, app.orgs_allowing('transcoding.view')) or app.is_platform_owner());
  return found;
end $$;

-- Ready films that so many people have watched for a while, and that nobody asked an AV1 rung for yet: of those that somebody
-- began within so many seconds. One that was missed is found with its next new viewer.
create or replace function app.media_watched_by(people int, seconds int) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app.require_system();
  return query
    select m.id from app.media_items m
    where m.id = any (array(
        select distinct c.media_item_id from app.content c
        where c.deleted_at is null and c.media_item_id is not null and c.id = any (array(
          select distinct p.content_id from app.video_playback p where p.created_at > now() - make_interval(secs => seconds)))))
      and m.status = 'ready' and m.media_type = 'video' and m.deleted_at is null and m.av1_requested_at is null
      and (select count(distinct p.user_id) from app.content c join app.video_playback p on p.content_id = c.id
        where c.media_item_id = m.id and c.deleted_at is null) >= people;
end $$;

-- How many films stand before each of these in the queue of encoders, where nothing of it is in work yet: for whoever may see it.
-- Looks at the 2,000 tasks that stand first, and says 100 when there are so many or more; who stands behind them all is behind every film of theirs.
create or replace function app.films_ahead(media uuid[]) returns table (media_item_id uuid, ahead int)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  with first as materialized (
    select t.media_item_id, t.status, t.priority, t.cost, t.created_at
    from app.transcode_tasks t
    join app.media_items m on m.id = t.media_item_id and m.generation = t.generation and m.deleted_at is null
    where t.status in ('waiting', 'running') and t.kind in ('chunk', 'av1')
    order by t.priority, t.created_at, t.position limit 2000
  ), places as materialized (
    select f.media_item_id, (row_number() over (order by bool_or(f.status = 'running') desc, min(f.priority),
      sum(f.cost) - 2 * extract(epoch from now() - min(f.created_at)), f.media_item_id))::int - 1 as ahead
    from first f group by f.media_item_id
  )
  select m.id, least(100, coalesce(p.ahead, (select count(*) from places)::int))
  from app.media_items m left join places p on p.media_item_id = m.id
  where m.id = any (films_ahead.media) and m.deleted_at is null
    and exists (select from app.transcode_tasks t
      where t.media_item_id = m.id and t.generation = m.generation and t.status = 'waiting' and t.kind in ('chunk', 'av1'))
    and not exists (select from app.transcode_tasks t
      where t.media_item_id = m.id and t.generation = m.generation and t.status = 'running' and t.kind in ('chunk', 'av1'))
    and (m.creator_id = app.uid() or app.media_used_by(m.id, app.orgs_allowing('transcoding.view')) or app.is_platform_owner());
end;
