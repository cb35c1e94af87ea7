-- A post carries its organization's openness and its media's public facts, because policies and buyers cannot look there.
create or replace function app.copy_organization_is_public() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  new.organization_is_public := coalesce((select o.is_public from app.organizations o where o.id = new.organization_id), true);
  return new;
end $$;

create or replace function app.copy_media_facts() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.media_item_id is null then
    new.media_status := null; new.duration_seconds := null; new.poster_key := null; new.poster_hash := null;
  else
    select case when m.published_generation is null then m.status else 'ready' end, m.duration_seconds, m.poster_key, m.poster_hash
      into new.media_status, new.duration_seconds, new.poster_key, new.poster_hash
    from app.media_items m where m.id = new.media_item_id;
    -- The file decides what kind of post it is: the application has no right to change it.
    new.content_type := coalesce((select m.media_type from app.media_items m where m.id = new.media_item_id), new.content_type);
  end if;
  return new;
end $$;

create or replace function app.spread_media_facts() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.content c set
    media_status = case when new.published_generation is null then new.status else 'ready' end,
    duration_seconds = new.duration_seconds, poster_key = new.poster_key, poster_hash = new.poster_hash,
    content_type = new.media_type
  where c.media_item_id = new.id;
  return null;
end $$;

-- `uploading → uploaded → transcoding → ready | failed`, back to `uploaded` for another try, and nothing else.
create or replace function app.media_status_moves() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if (old.status, new.status) not in (
    ('uploading', 'uploaded'), ('uploading', 'failed'),
    ('uploaded', 'transcoding'), ('uploaded', 'failed'),
    ('transcoding', 'ready'), ('transcoding', 'failed'), ('transcoding', 'uploaded'),
    ('failed', 'uploaded'), ('ready', 'uploaded')
  ) then
    raise check_violation using message = format('a media item cannot go from %s to %s', old.status, new.status);
  end if;
  return new;
end $$;

-- A post of an organization goes on sale and off again through who may publish there; a policy sees the new row only.
create or replace function app.content_is_published_by() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if app.uid() is not null and new.organization_id is not null and not new.organization_id = any (app.orgs_allowing('content.publish')) then
    raise insufficient_privilege using message = 'this needs content.publish';
  end if;
  return new;
end $$;

-- Work at a film that is deleted stops; what it has left is removed.
create or replace function app.note_untidy() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.tidy_after := coalesce(old.tidy_after, now());
  return new;
end $$;

-- Whoever asks for more of a film that may be made already leaves word for the sweep.
create or replace function app.note_extension_owed() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.extension_owed := true;
  return new;
end $$;

create or replace function app.note_download_owed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app.media_items m set extension_owed = true where m.id = new.media_item_id;
  return null;
end $$;

create or replace trigger copy_organization_is_public before insert on app.content
  for each row execute function app.copy_organization_is_public();
create or replace trigger copy_media_facts before insert or update of media_item_id on app.content
  for each row execute function app.copy_media_facts();
create or replace trigger content_is_published_by before update of status on app.content
  for each row when (old.status is distinct from new.status) execute function app.content_is_published_by();
create or replace trigger spread_media_facts
  after update of status, media_type, published_generation, duration_seconds, poster_key, poster_hash on app.media_items
  for each row when (old.* is distinct from new.*) execute function app.spread_media_facts();
create or replace trigger media_status_moves before update of status on app.media_items
  for each row when (old.status is distinct from new.status) execute function app.media_status_moves();
create or replace trigger note_untidy before update of deleted_at on app.media_items
  for each row when (new.deleted_at is not null and (new.status in ('uploaded', 'transcoding') or new.improving))
  execute function app.note_untidy();
create or replace trigger note_extension_owed before update of av1_requested_at on app.media_items
  for each row when (new.av1_requested_at is not null) execute function app.note_extension_owed();
create or replace trigger note_download_owed after insert or update of media_item_id, downloads_allowed, deleted_at on app.content
  for each row when (new.downloads_allowed and new.media_item_id is not null and new.deleted_at is null)
  execute function app.note_download_owed();
