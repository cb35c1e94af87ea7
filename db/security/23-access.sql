-- THE access decision. Every door asks it: page, stream, playlist, resource, preview.
-- No row: the post does not exist for the actor. Otherwise one row with the reason, in the order of the product's rule 1:
-- platform owner, staff (who edits the posts of others; a creator: their own), purchased, complimentary, subscription, free and public with a login.
create or replace function app.access_to(content uuid)
returns table (can_watch boolean, reason text, expires_at timestamptz)
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select d.reason <> 'not_authorized', d.reason, case when d.reason in ('purchased', 'complimentary', 'subscription') then a.expires_at end
  from app.content c
  left join app.content_access a
    on a.content_id = c.id and a.user_id = app.uid() and a.revoked_at is null and (a.expires_at is null or a.expires_at > now())
  cross join lateral (
    select app.is_platform_owner()
      or c.creator_id = app.uid()
      or coalesce(c.organization_id = any (app.orgs_allowing('content.edit_others')), false) as staff,
      coalesce(c.organization_id = any (app.orgs_as('owner', 'admin', 'creator', 'member', 'subscriber')), false) as member
  ) who
  cross join lateral (
    select case
      when who.staff then 'staff'
      when a.access_type = 'purchased' then 'purchased'
      when a.access_type = 'complimentary' then 'complimentary'
      when a.access_type = 'subscription' then 'subscription'
      when c.status = 'published' and c.visibility = 'members_only' and who.member then 'subscription'
      when c.status = 'published' and c.visibility = 'public' and c.price_cents = 0 and app.uid() is not null then 'public'
      else 'not_authorized'
    end as reason
  ) d
  where c.id = access_to.content and c.deleted_at is null
    and (who.staff
      or a.id is not null and c.status in ('published', 'archived')
      or c.status = 'published' and c.visibility <> 'private' and (c.organization_is_public or who.member));
end;

-- The published renditions of a post's media, for those who may watch it and nobody else.
create or replace function app.playback_source(content uuid)
returns table (
  kind text, name text, codecs text, bandwidth int, average_bandwidth int, key_frame_bandwidth int, key_frame_average_bandwidth int,
  width int, height int, frame_rate double precision, channels int, language text, title text, duration_seconds double precision, parts jsonb
)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.kind, r.name, r.codecs, r.bandwidth, r.average_bandwidth, r.key_frame_bandwidth, r.key_frame_average_bandwidth,
    r.width, r.height, r.frame_rate, r.channels, r.language, r.title, r.duration_seconds, r.parts
  from app.access_to(playback_source.content) may
  join app.content c on c.id = playback_source.content
  join app.media_items m on m.id = c.media_item_id
  join app.renditions r on r.media_item_id = m.id and r.generation = m.published_generation and r.role = 'stream'
  where may.can_watch
  order by r.position, r.kind desc, r.height desc nulls last, r.bandwidth desc;
end;

-- The first half minute of a post's media, for everybody who can see the post.
create or replace function app.preview_source(content uuid)
returns table (
  kind text, name text, codecs text, bandwidth int, average_bandwidth int, key_frame_bandwidth int, key_frame_average_bandwidth int,
  width int, height int, frame_rate double precision, channels int, language text, title text, duration_seconds double precision, parts jsonb
)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.kind, r.name, r.codecs, r.bandwidth, r.average_bandwidth, r.key_frame_bandwidth, r.key_frame_average_bandwidth,
    r.width, r.height, r.frame_rate, r.channels, r.language, r.title, r.duration_seconds, r.parts
  from app.access_to(preview_source.content) may
  join app.content c on c.id = preview_source.content
  join app.media_items m on m.id = c.media_item_id
  join app.renditions r on r.media_item_id = m.id and r.generation = m.published_generation and r.role = 'preview'
  order by r.position;
end;

-- What travels along with a film, for those who may watch it: small pictures, peaks, loudness.
create or replace function app.extras_of(content uuid)
returns table (storyboard jsonb, waveform_key text, loudness_lufs double precision, true_peak_dbtp double precision)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.storyboard, m.waveform_key, m.loudness_lufs, m.true_peak_dbtp
  from app.access_to(extras_of.content) may
  join app.content c on c.id = extras_of.content
  join app.media_items m on m.id = c.media_item_id
  where may.can_watch;
end;

-- The one MP4 of a post's film, for those who may watch it, where its creator allows to keep it.
create or replace function app.download_source(content uuid)
returns table (key text, bytes bigint, width int, height int)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.parts -> 0 ->> 'key', r.bytes, r.width, r.height
  from app.access_to(download_source.content) may
  join app.content c on c.id = download_source.content and c.downloads_allowed
  join app.media_items m on m.id = c.media_item_id
  join app.renditions r on r.media_item_id = m.id and r.generation = m.published_generation and r.role = 'download'
  where may.can_watch;
end;

-- A film on its own, without a post: its creator sees what becomes of it. Nobody else has a door here.
create or replace function app.may_watch_media(media uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select from app.media_items m
    where m.id = may_watch_media.media and m.deleted_at is null and (m.creator_id = app.uid() or app.is_platform_owner()));
end;

-- The published renditions of a film, for its creator.
create or replace function app.media_source(media uuid)
returns table (
  kind text, name text, codecs text, bandwidth int, average_bandwidth int, key_frame_bandwidth int, key_frame_average_bandwidth int,
  width int, height int, frame_rate double precision, channels int, language text, title text, duration_seconds double precision, parts jsonb
)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select r.kind, r.name, r.codecs, r.bandwidth, r.average_bandwidth, r.key_frame_bandwidth, r.key_frame_average_bandwidth,
    r.width, r.height, r.frame_rate, r.channels, r.language, r.title, r.duration_seconds, r.parts
  from app.media_items m
  join app.renditions r on r.media_item_id = m.id and r.generation = m.published_generation and r.role = 'stream'
  where m.id = media_source.media and app.may_watch_media(m.id)
  order by r.position;
end;

-- What has been made so far of a film that is not ready, for its creator.
create or replace function app.growing_source(media uuid)
returns table (plan jsonb, kind text, "position" int, made jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select m.plan, t.kind, t."position", t.made
  from app.media_items m
  join app.transcode_tasks t on t.media_item_id = m.id and t.generation = m.generation and t.status = 'done'
  where m.id = growing_source.media and m.status = 'transcoding' and m.published_generation is null and app.may_watch_media(m.id);
end;

-- The words of a written post, for those who may read it and nobody else: the application has no right to the column, or any
-- query for a post would be a door to them.
create or replace function app.words_of(content uuid) returns text
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.content_body from app.access_to(words_of.content) may join app.content c on c.id = words_of.content where may.can_watch;
end;

-- How fine the picture of a post is at best: the short side in pixels. No more than this is known of a film before it is bought.
create or replace function app.best_quality_of(content uuid) returns int
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select max(least(r.width, r.height))
  from app.access_to(best_quality_of.content)
  join app.content c on c.id = best_quality_of.content
  join app.media_items m on m.id = c.media_item_id
  join app.renditions r on r.media_item_id = m.id and r.generation = m.published_generation and r.kind = 'video' and r.role = 'stream';
end;
