CREATE TABLE "app"."transcode_tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"media_item_id" uuid NOT NULL,
	"creator_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"kind" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"priority" integer DEFAULT 1 NOT NULL,
	"cost" double precision NOT NULL,
	"scratch_bytes" bigint NOT NULL,
	"run" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claimed_by" text,
	"heartbeat_at" timestamp with time zone,
	"share" double precision DEFAULT 0 NOT NULL,
	"made" jsonb,
	"cpu_seconds" double precision,
	"last_error" text,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "transcode_tasks_once" UNIQUE("media_item_id","generation","kind","position"),
	CONSTRAINT "transcode_tasks_kind" CHECK (kind in ('copy', 'sound', 'chunk', 'av1', 'finish')),
	CONSTRAINT "transcode_tasks_status" CHECK (status in ('blocked', 'waiting', 'running', 'done')),
	CONSTRAINT "transcode_tasks_priority" CHECK (priority between 0 and 2),
	CONSTRAINT "transcode_tasks_share" CHECK (share between 0 and 1),
	CONSTRAINT "transcode_tasks_done_made" CHECK (status <> 'done' or made is not null)
);
--> statement-breakpoint
ALTER TABLE "app"."media_items" DROP CONSTRAINT "media_items_stage";--> statement-breakpoint
ALTER TABLE "app"."renditions" DROP CONSTRAINT "renditions_kind";--> statement-breakpoint
ALTER TABLE "app"."content" ADD COLUMN "downloads_allowed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD COLUMN "plan_constraints" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD COLUMN "improving" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD COLUMN "speed" double precision;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD COLUMN "original_sha256" text;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD COLUMN "loudness_lufs" double precision;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD COLUMN "true_peak_dbtp" double precision;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD COLUMN "waveform_key" text;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD COLUMN "storyboard" jsonb;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD COLUMN "av1_requested_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD COLUMN "tidy_after" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."renditions" ADD COLUMN "role" text DEFAULT 'stream' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."renditions" ADD COLUMN "key_frame_bandwidth" integer;--> statement-breakpoint
ALTER TABLE "app"."renditions" ADD COLUMN "key_frame_average_bandwidth" integer;--> statement-breakpoint
ALTER TABLE "app"."renditions" ADD COLUMN "title" text;--> statement-breakpoint
ALTER TABLE "app"."renditions" ADD COLUMN "position" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."renditions" ADD COLUMN "parts" jsonb;--> statement-breakpoint
ALTER TABLE "app"."renditions" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "app"."media_items" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "app"."renditions" SET "parts" = jsonb_build_array(jsonb_build_object(
	'key', "key", 'bytes', "bytes", 'initBytes', "init_bytes", 'initHash', "id"::text, 'segments', "segments", 'keyFrames', '[]'::jsonb)),
	"position" = case when "kind" = 'audio' then 1 else 0 end;--> statement-breakpoint
UPDATE "app"."media_items" SET "stage" = 'encoding' WHERE "stage" = 'storing';--> statement-breakpoint
ALTER TABLE "app"."renditions" ALTER COLUMN "parts" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."transcode_tasks" ADD CONSTRAINT "transcode_tasks_of_media" FOREIGN KEY ("media_item_id","creator_id") REFERENCES "app"."media_items"("id","creator_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "transcode_tasks_open" ON "app"."transcode_tasks" USING btree ("status","creator_id") WHERE status in ('waiting', 'running');--> statement-breakpoint
CREATE INDEX "media_items_untidy" ON "app"."media_items" USING btree ("tidy_after") WHERE tidy_after is not null;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD CONSTRAINT "media_items_stage" CHECK (stage is null or stage in ('queued', 'probing', 'encoding', 'finishing'));--> statement-breakpoint
ALTER TABLE "app"."renditions" ADD CONSTRAINT "renditions_role" CHECK (role in ('stream', 'preview', 'download'));--> statement-breakpoint
ALTER TABLE "app"."renditions" ADD CONSTRAINT "renditions_kind" CHECK (kind in ('video', 'audio', 'text'));