DROP FUNCTION IF EXISTS "app"."playback_source"(uuid) CASCADE;--> statement-breakpoint
ALTER TABLE "app"."renditions" DROP COLUMN "key";--> statement-breakpoint
ALTER TABLE "app"."renditions" DROP COLUMN "is_default";--> statement-breakpoint
ALTER TABLE "app"."renditions" DROP COLUMN "init_bytes";--> statement-breakpoint
ALTER TABLE "app"."renditions" DROP COLUMN "segments";