CREATE SCHEMA "app";
--> statement-breakpoint
CREATE TABLE "app"."content_access" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"content_id" uuid NOT NULL,
	"organization_id" uuid,
	"access_type" text NOT NULL,
	"granted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_accessed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "content_access_once" UNIQUE("user_id","content_id"),
	CONSTRAINT "content_access_type" CHECK (access_type in ('purchased', 'subscription', 'complimentary', 'preview'))
);
--> statement-breakpoint
CREATE TABLE "app"."video_playback" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"content_id" uuid NOT NULL,
	"position_seconds" double precision DEFAULT 0 NOT NULL,
	"duration_seconds" double precision NOT NULL,
	"completed" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "video_playback_once" UNIQUE("user_id","content_id"),
	CONSTRAINT "video_playback_position" CHECK (position_seconds >= 0 and duration_seconds >= 0)
);
--> statement-breakpoint
CREATE TABLE "app"."sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"absolute_expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"full_name" text NOT NULL,
	"role" text DEFAULT 'customer' NOT NULL,
	"profile_image_key" text,
	"bio" text,
	"email_verified_at" timestamp with time zone,
	"stripe_customer_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_stripe_customer_id_unique" UNIQUE("stripe_customer_id"),
	CONSTRAINT "users_role" CHECK (role in ('platform_owner', 'creator', 'customer')),
	CONSTRAINT "users_email_lower" CHECK ("app"."users"."email" = lower("app"."users"."email")),
	CONSTRAINT "users_full_name_length" CHECK (length("app"."users"."full_name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "app"."audit_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid,
	"organization_id" uuid,
	"action" text NOT NULL,
	"subject_type" text,
	"subject_id" text,
	"result" text DEFAULT 'success' NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."content" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"creator_id" uuid NOT NULL,
	"organization_id" uuid,
	"organization_is_public" boolean DEFAULT true NOT NULL,
	"media_item_id" uuid,
	"title" text NOT NULL,
	"slug" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"content_type" text NOT NULL,
	"thumbnail_key" text,
	"content_body" text,
	"category" text,
	"tags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"visibility" text DEFAULT 'purchased_only' NOT NULL,
	"price_cents" integer DEFAULT 0 NOT NULL,
	"currency" text DEFAULT 'usd' NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"published_at" timestamp with time zone,
	"media_status" text,
	"duration_seconds" double precision,
	"poster_key" text,
	"poster_hash" text,
	"view_count" integer DEFAULT 0 NOT NULL,
	"purchase_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "content_type" CHECK (content_type in ('video', 'audio', 'written')),
	CONSTRAINT "content_status" CHECK (status in ('draft', 'published', 'archived')),
	CONSTRAINT "content_visibility" CHECK (visibility in ('public', 'private', 'members_only', 'purchased_only')),
	CONSTRAINT "content_slug" CHECK ("app"."content"."slug" ~ '^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$'),
	CONSTRAINT "content_title_length" CHECK (length("app"."content"."title") between 1 and 200),
	CONSTRAINT "content_price" CHECK (price_cents between 0 and 99999999),
	CONSTRAINT "content_currency" CHECK (currency ~ '^[a-z]{3}$'),
	CONSTRAINT "content_tags" CHECK (jsonb_typeof(tags) = 'array'),
	CONSTRAINT "content_published_when" CHECK (status <> 'published' or published_at is not null),
	CONSTRAINT "content_media_or_words" CHECK (status <> 'published' or content_type = 'written' or media_item_id is not null)
);
--> statement-breakpoint
CREATE TABLE "app"."platform_settings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"platform_name" text DEFAULT 'Codex' NOT NULL,
	"logo_key" text,
	"primary_color" text DEFAULT '#3b5bdb' NOT NULL,
	"hero_title" text,
	"hero_subtitle" text,
	"featured_content_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"contact_email" text,
	"social_links" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"about_content" text,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."checkouts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"content_id" uuid NOT NULL,
	"organization_id" uuid,
	"creator_id" uuid NOT NULL,
	"amount_cents" integer NOT NULL,
	"currency" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"stripe_session_id" text,
	"stripe_url" text,
	"expires_at" timestamp with time zone NOT NULL,
	"reconciled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "checkouts_stripe_session_id_unique" UNIQUE("stripe_session_id"),
	CONSTRAINT "checkouts_status" CHECK (status in ('open', 'awaiting_payment', 'completed', 'expired', 'failed')),
	CONSTRAINT "checkouts_amount" CHECK (amount_cents > 0)
);
--> statement-breakpoint
CREATE TABLE "app"."purchases" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"content_id" uuid NOT NULL,
	"organization_id" uuid,
	"creator_id" uuid NOT NULL,
	"checkout_id" uuid NOT NULL,
	"amount_paid_cents" integer NOT NULL,
	"currency" text NOT NULL,
	"stripe_payment_intent_id" text NOT NULL,
	"revenue_split_config_id" uuid,
	"platform_fee_cents" integer DEFAULT 0 NOT NULL,
	"organization_fee_cents" integer DEFAULT 0 NOT NULL,
	"creator_payout_cents" integer NOT NULL,
	"creator_payout_status" text DEFAULT 'pending' NOT NULL,
	"organization_payout_status" text DEFAULT 'pending' NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"purchased_at" timestamp with time zone,
	"refunded_at" timestamp with time zone,
	"refund_reason" text,
	"refund_amount_cents" integer DEFAULT 0 NOT NULL,
	"stripe_refund_id" text,
	"dispute_status" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "purchases_checkout_id_unique" UNIQUE("checkout_id"),
	CONSTRAINT "purchases_stripe_payment_intent_id_unique" UNIQUE("stripe_payment_intent_id"),
	CONSTRAINT "purchases_status" CHECK (status in ('pending', 'completed', 'refunded', 'failed')),
	CONSTRAINT "purchases_split_adds_up" CHECK (amount_paid_cents = platform_fee_cents + organization_fee_cents + creator_payout_cents),
	CONSTRAINT "purchases_amounts" CHECK (amount_paid_cents >= 0 and platform_fee_cents >= 0 and organization_fee_cents >= 0 and creator_payout_cents >= 0
        and refund_amount_cents between 0 and amount_paid_cents),
	CONSTRAINT "purchases_refunded_when" CHECK (status <> 'refunded' or refunded_at is not null),
	CONSTRAINT "purchases_payouts" CHECK (creator_payout_status in ('pending', 'paid', 'failed') and organization_payout_status in ('pending', 'paid', 'failed')),
	CONSTRAINT "purchases_dispute" CHECK (dispute_status is null or dispute_status in ('open', 'won', 'lost'))
);
--> statement-breakpoint
CREATE TABLE "app"."revenue_split_configurations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid,
	"model" text NOT NULL,
	"platform_basis_points" integer DEFAULT 0 NOT NULL,
	"platform_flat_fee_cents" integer DEFAULT 0 NOT NULL,
	"organization_basis_points" integer DEFAULT 0 NOT NULL,
	"organization_flat_fee_cents" integer DEFAULT 0 NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"effective_from" timestamp with time zone DEFAULT now() NOT NULL,
	"effective_until" timestamp with time zone,
	"description" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "revenue_split_model" CHECK (model in ('percentage', 'flat_fee', 'hybrid')),
	CONSTRAINT "revenue_split_amounts" CHECK (platform_basis_points between 0 and 10000 and organization_basis_points between 0 and 10000
        and platform_basis_points + organization_basis_points <= 10000
        and platform_flat_fee_cents >= 0 and organization_flat_fee_cents >= 0)
);
--> statement-breakpoint
CREATE TABLE "app"."stripe_events" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"object_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"processed_at" timestamp with time zone,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "app"."media_items" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"creator_id" uuid NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"media_type" text NOT NULL,
	"status" text DEFAULT 'uploading' NOT NULL,
	"original_key" text NOT NULL,
	"original_filename" text NOT NULL,
	"file_size_bytes" bigint NOT NULL,
	"mime_type" text NOT NULL,
	"duration_seconds" double precision,
	"width" integer,
	"height" integer,
	"poster_key" text,
	"poster_hash" text,
	"published_generation" integer,
	"generation" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claimed_by" text,
	"heartbeat_at" timestamp with time zone,
	"stage" text,
	"percent" integer DEFAULT 0 NOT NULL,
	"seconds_left" integer,
	"plan" jsonb,
	"failure_cause" text,
	"failure_message" text,
	"failure_detail" text,
	"uploaded_at" timestamp with time zone,
	"transcode_started_at" timestamp with time zone,
	"ready_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "media_items_original_key_unique" UNIQUE("original_key"),
	CONSTRAINT "media_items_id_creator" UNIQUE("id","creator_id"),
	CONSTRAINT "media_items_type" CHECK (media_type in ('video', 'audio')),
	CONSTRAINT "media_items_status" CHECK (status in ('uploading', 'uploaded', 'transcoding', 'ready', 'failed')),
	CONSTRAINT "media_items_stage" CHECK (stage is null or stage in ('queued', 'probing', 'encoding', 'storing')),
	CONSTRAINT "media_items_cause" CHECK (failure_cause is null or failure_cause in ('not_media', 'no_streams', 'unsupported_codec', 'damaged', 'too_long', 'too_large', 'protected', 'timed_out', 'our_fault')),
	CONSTRAINT "media_items_failed_says_why" CHECK (status <> 'failed' or failure_cause is not null),
	CONSTRAINT "media_items_percent" CHECK (percent between 0 and 100),
	CONSTRAINT "media_items_size" CHECK (file_size_bytes > 0),
	CONSTRAINT "media_items_title_length" CHECK (length(title) between 1 and 255),
	CONSTRAINT "media_items_key_is_own" CHECK (starts_with(original_key, creator_id::text || '/originals/' || id::text || '/'))
);
--> statement-breakpoint
CREATE TABLE "app"."renditions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"media_item_id" uuid NOT NULL,
	"creator_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"key" text NOT NULL,
	"codecs" text NOT NULL,
	"bandwidth" integer NOT NULL,
	"average_bandwidth" integer NOT NULL,
	"width" integer,
	"height" integer,
	"frame_rate" double precision,
	"channels" integer,
	"language" text,
	"is_default" boolean DEFAULT false NOT NULL,
	"bytes" bigint NOT NULL,
	"init_bytes" integer NOT NULL,
	"duration_seconds" double precision NOT NULL,
	"segments" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "renditions_once" UNIQUE("media_item_id","generation","name"),
	CONSTRAINT "renditions_kind" CHECK (kind in ('video', 'audio'))
);
--> statement-breakpoint
CREATE TABLE "app"."upload_parts" (
	"upload_id" uuid NOT NULL,
	"creator_id" uuid NOT NULL,
	"part_number" integer NOT NULL,
	"etag" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "upload_parts_upload_id_part_number_pk" PRIMARY KEY("upload_id","part_number"),
	CONSTRAINT "upload_parts_number" CHECK (part_number between 1 and 10000)
);
--> statement-breakpoint
CREATE TABLE "app"."uploads" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"media_item_id" uuid NOT NULL,
	"creator_id" uuid NOT NULL,
	"storage_upload_id" text NOT NULL,
	"key" text NOT NULL,
	"content_type" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"part_size_bytes" integer NOT NULL,
	"fingerprint" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "uploads_id_creator" UNIQUE("id","creator_id"),
	CONSTRAINT "uploads_status" CHECK (status in ('open', 'completed', 'aborted', 'expired')),
	CONSTRAINT "uploads_parts" CHECK (part_size_bytes > 0 and size_bytes > 0 and ceil(size_bytes::numeric / part_size_bytes) <= 10000)
);
--> statement-breakpoint
CREATE TABLE "app"."email_logs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"recipient_email" text NOT NULL,
	"user_id" uuid,
	"email_type" text NOT NULL,
	"about" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"dedupe_key" text NOT NULL,
	"subject" text,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"provider" text,
	"provider_message_id" text,
	"error_message" text,
	"sent_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_logs_dedupe_key_unique" UNIQUE("dedupe_key"),
	CONSTRAINT "email_logs_status" CHECK (status in ('pending', 'sent', 'delivered', 'bounced', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "app"."organization_memberships" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"permissions" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"invited_by" uuid,
	"invited_at" timestamp with time zone,
	"joined_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organization_memberships_once" UNIQUE("organization_id","user_id"),
	CONSTRAINT "organization_memberships_role" CHECK (role in ('owner', 'admin', 'creator', 'member', 'subscriber')),
	CONSTRAINT "organization_memberships_status" CHECK (status in ('invited', 'active', 'inactive')),
	CONSTRAINT "organization_memberships_owner_active" CHECK (role <> 'owner' or status = 'active')
);
--> statement-breakpoint
CREATE TABLE "app"."organizations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"logo_key" text,
	"primary_color" text DEFAULT '#3b5bdb' NOT NULL,
	"contact_email" text,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"currency" text DEFAULT 'usd' NOT NULL,
	"is_public" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "organizations_slug_unique" UNIQUE("slug"),
	CONSTRAINT "organizations_id_is_public" UNIQUE("id","is_public"),
	CONSTRAINT "organizations_slug" CHECK ("app"."organizations"."slug" ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'),
	CONSTRAINT "organizations_name_length" CHECK (length("app"."organizations"."name") between 1 and 120),
	CONSTRAINT "organizations_primary_color" CHECK ("app"."organizations"."primary_color" ~ '^#[0-9a-f]{6}$'),
	CONSTRAINT "organizations_currency" CHECK ("app"."organizations"."currency" ~ '^[a-z]{3}$')
);
--> statement-breakpoint
ALTER TABLE "app"."content_access" ADD CONSTRAINT "content_access_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "app"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."content_access" ADD CONSTRAINT "content_access_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "app"."content"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."content_access" ADD CONSTRAINT "content_access_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "app"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."video_playback" ADD CONSTRAINT "video_playback_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "app"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."video_playback" ADD CONSTRAINT "video_playback_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "app"."content"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "app"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."content" ADD CONSTRAINT "content_creator_id_users_id_fk" FOREIGN KEY ("creator_id") REFERENCES "app"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."content" ADD CONSTRAINT "content_of_own_media" FOREIGN KEY ("media_item_id","creator_id") REFERENCES "app"."media_items"("id","creator_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."content" ADD CONSTRAINT "content_organization_is_public" FOREIGN KEY ("organization_id","organization_is_public") REFERENCES "app"."organizations"("id","is_public") ON DELETE no action ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "app"."checkouts" ADD CONSTRAINT "checkouts_customer_id_users_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."checkouts" ADD CONSTRAINT "checkouts_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "app"."content"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."checkouts" ADD CONSTRAINT "checkouts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "app"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."checkouts" ADD CONSTRAINT "checkouts_creator_id_users_id_fk" FOREIGN KEY ("creator_id") REFERENCES "app"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."purchases" ADD CONSTRAINT "purchases_customer_id_users_id_fk" FOREIGN KEY ("customer_id") REFERENCES "app"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."purchases" ADD CONSTRAINT "purchases_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "app"."content"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."purchases" ADD CONSTRAINT "purchases_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "app"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."purchases" ADD CONSTRAINT "purchases_creator_id_users_id_fk" FOREIGN KEY ("creator_id") REFERENCES "app"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."purchases" ADD CONSTRAINT "purchases_checkout_id_checkouts_id_fk" FOREIGN KEY ("checkout_id") REFERENCES "app"."checkouts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."purchases" ADD CONSTRAINT "purchases_revenue_split_config_id_revenue_split_configurations_id_fk" FOREIGN KEY ("revenue_split_config_id") REFERENCES "app"."revenue_split_configurations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."revenue_split_configurations" ADD CONSTRAINT "revenue_split_configurations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "app"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."media_items" ADD CONSTRAINT "media_items_creator_id_users_id_fk" FOREIGN KEY ("creator_id") REFERENCES "app"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."renditions" ADD CONSTRAINT "renditions_of_media" FOREIGN KEY ("media_item_id","creator_id") REFERENCES "app"."media_items"("id","creator_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."upload_parts" ADD CONSTRAINT "upload_parts_of_own_upload" FOREIGN KEY ("upload_id","creator_id") REFERENCES "app"."uploads"("id","creator_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."uploads" ADD CONSTRAINT "uploads_of_own_media" FOREIGN KEY ("media_item_id","creator_id") REFERENCES "app"."media_items"("id","creator_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."email_logs" ADD CONSTRAINT "email_logs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "app"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."organization_memberships" ADD CONSTRAINT "organization_memberships_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "app"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."organization_memberships" ADD CONSTRAINT "organization_memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "app"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."organization_memberships" ADD CONSTRAINT "organization_memberships_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "app"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "content_access_content" ON "app"."content_access" USING btree ("content_id");--> statement-breakpoint
CREATE INDEX "video_playback_recent" ON "app"."video_playback" USING btree ("user_id","updated_at");--> statement-breakpoint
CREATE INDEX "sessions_user_id" ON "app"."sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_at" ON "app"."sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "audit_events_organization" ON "app"."audit_events" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "audit_events_user" ON "app"."audit_events" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "content_slug_in_organization" ON "app"."content" USING btree ("organization_id","slug") WHERE organization_id is not null and deleted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "content_slug_of_creator" ON "app"."content" USING btree ("creator_id","slug") WHERE organization_id is null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "content_storefront" ON "app"."content" USING btree ("organization_id","status","published_at");--> statement-breakpoint
CREATE INDEX "content_newest" ON "app"."content" USING btree ("status","published_at");--> statement-breakpoint
CREATE INDEX "content_creator" ON "app"."content" USING btree ("creator_id","created_at");--> statement-breakpoint
CREATE INDEX "content_media" ON "app"."content" USING btree ("media_item_id","organization_id");--> statement-breakpoint
CREATE INDEX "checkouts_customer" ON "app"."checkouts" USING btree ("customer_id","content_id","status");--> statement-breakpoint
CREATE INDEX "checkouts_unsettled" ON "app"."checkouts" USING btree ("created_at") WHERE status in ('open', 'awaiting_payment');--> statement-breakpoint
CREATE INDEX "purchases_customer" ON "app"."purchases" USING btree ("customer_id","created_at");--> statement-breakpoint
CREATE INDEX "purchases_content" ON "app"."purchases" USING btree ("content_id");--> statement-breakpoint
CREATE INDEX "purchases_organization" ON "app"."purchases" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "purchases_creator" ON "app"."purchases" USING btree ("creator_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_once" ON "app"."purchases" USING btree ("customer_id","content_id") WHERE status = 'completed' and refunded_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "revenue_split_one_active" ON "app"."revenue_split_configurations" USING btree (coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE active;--> statement-breakpoint
CREATE INDEX "stripe_events_unprocessed" ON "app"."stripe_events" USING btree ("received_at") WHERE processed_at is null;--> statement-breakpoint
CREATE INDEX "media_items_creator" ON "app"."media_items" USING btree ("creator_id","created_at") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "media_items_unfinished" ON "app"."media_items" USING btree ("status","updated_at") WHERE status in ('uploading', 'uploaded', 'transcoding');--> statement-breakpoint
CREATE INDEX "uploads_creator" ON "app"."uploads" USING btree ("creator_id","status");--> statement-breakpoint
CREATE INDEX "uploads_media" ON "app"."uploads" USING btree ("media_item_id");--> statement-breakpoint
CREATE INDEX "uploads_open" ON "app"."uploads" USING btree ("expires_at") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "email_logs_user" ON "app"."email_logs" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "email_logs_owed" ON "app"."email_logs" USING btree ("created_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "organization_memberships_user" ON "app"."organization_memberships" USING btree ("user_id","organization_id","role","status");--> statement-breakpoint
CREATE UNIQUE INDEX "organization_memberships_one_owner" ON "app"."organization_memberships" USING btree ("organization_id") WHERE role = 'owner';