CREATE TABLE "app"."account_tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"email" text NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "account_tokens_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "account_tokens_purpose" CHECK (purpose in ('verify_email', 'reset_password', 'change_email_old', 'change_email_new'))
);
--> statement-breakpoint
CREATE TABLE "app"."data_exports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"storage_key" text,
	"bytes" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ready_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	CONSTRAINT "data_exports_status" CHECK (status in ('pending', 'ready', 'failed', 'expired'))
);
--> statement-breakpoint
CREATE TABLE "app"."passkeys" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"public_key" text NOT NULL,
	"counter" bigint NOT NULL,
	"transports" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"device_type" text NOT NULL,
	"is_backed_up" boolean NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "passkeys_name_length" CHECK (length("app"."passkeys"."name") between 1 and 80)
);
--> statement-breakpoint
CREATE TABLE "app"."recovery_codes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."support_sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"session_id" text NOT NULL,
	"supporter_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "support_sessions_reason_length" CHECK (length("app"."support_sessions"."reason") between 1 and 500),
	CONSTRAINT "support_sessions_half_an_hour" CHECK ("app"."support_sessions"."expires_at" <= "app"."support_sessions"."started_at" + interval '30 minutes')
);
--> statement-breakpoint
CREATE TABLE "app"."totp_factors" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"sealed_secret" text NOT NULL,
	"confirmed_at" timestamp with time zone,
	"last_step" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."organization_invitations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"custom_role_id" uuid,
	"invited_by" uuid,
	"token_hash" text NOT NULL,
	"times_sent" integer DEFAULT 1 NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"accepted_by" uuid,
	"declined_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organization_invitations_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "organization_invitations_email_lower" CHECK ("app"."organization_invitations"."email" = lower("app"."organization_invitations"."email")),
	CONSTRAINT "organization_invitations_role" CHECK (role in ('admin', 'creator', 'member'))
);
--> statement-breakpoint
CREATE TABLE "app"."organization_role_definitions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"permissions" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organization_role_definitions_name" UNIQUE("organization_id","name"),
	CONSTRAINT "organization_role_definitions_id_organization" UNIQUE("id","organization_id"),
	CONSTRAINT "organization_role_definitions_name_length" CHECK (length("app"."organization_role_definitions"."name") between 1 and 60)
);
--> statement-breakpoint
ALTER TABLE "app"."organization_memberships" ALTER COLUMN "permissions" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "app"."organization_memberships" ALTER COLUMN "permissions" SET DATA TYPE text[] USING '{}'::text[];--> statement-breakpoint
ALTER TABLE "app"."organization_memberships" ALTER COLUMN "permissions" SET DEFAULT '{}';--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD COLUMN "authenticated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD COLUMN "second_factor_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."users" ADD COLUMN "disabled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."users" ADD COLUMN "deletion_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."organization_memberships" ADD COLUMN "custom_role_id" uuid;--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD COLUMN "accent_color" text;--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD COLUMN "hero_key" text;--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD COLUMN "about_content" text;--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD COLUMN "social_links" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD COLUMN "featured_content_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD COLUMN "requires_second_factor" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD COLUMN "custom_domain" text;--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD COLUMN "custom_domain_token" text;--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD COLUMN "custom_domain_verified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."account_tokens" ADD CONSTRAINT "account_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "app"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."data_exports" ADD CONSTRAINT "data_exports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "app"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."passkeys" ADD CONSTRAINT "passkeys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "app"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "app"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."support_sessions" ADD CONSTRAINT "support_sessions_supporter_id_users_id_fk" FOREIGN KEY ("supporter_id") REFERENCES "app"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."support_sessions" ADD CONSTRAINT "support_sessions_person_id_users_id_fk" FOREIGN KEY ("person_id") REFERENCES "app"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."totp_factors" ADD CONSTRAINT "totp_factors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "app"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."organization_invitations" ADD CONSTRAINT "organization_invitations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "app"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."organization_invitations" ADD CONSTRAINT "organization_invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "app"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."organization_invitations" ADD CONSTRAINT "organization_invitations_accepted_by_users_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "app"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."organization_invitations" ADD CONSTRAINT "organization_invitations_custom_role" FOREIGN KEY ("custom_role_id","organization_id") REFERENCES "app"."organization_role_definitions"("id","organization_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."organization_role_definitions" ADD CONSTRAINT "organization_role_definitions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "app"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_tokens_user" ON "app"."account_tokens" USING btree ("user_id","purpose");--> statement-breakpoint
CREATE INDEX "account_tokens_expires_at" ON "app"."account_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "data_exports_user" ON "app"."data_exports" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "passkeys_user" ON "app"."passkeys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "recovery_codes_user" ON "app"."recovery_codes" USING btree ("user_id","code_hash");--> statement-breakpoint
CREATE INDEX "support_sessions_session" ON "app"."support_sessions" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "support_sessions_person" ON "app"."support_sessions" USING btree ("person_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "organization_invitations_open" ON "app"."organization_invitations" USING btree ("organization_id","email") WHERE accepted_at is null and declined_at is null and revoked_at is null;--> statement-breakpoint
CREATE INDEX "organization_invitations_newest" ON "app"."organization_invitations" USING btree ("organization_id","created_at");--> statement-breakpoint
ALTER TABLE "app"."organization_memberships" ADD CONSTRAINT "organization_memberships_custom_role" FOREIGN KEY ("custom_role_id","organization_id") REFERENCES "app"."organization_role_definitions"("id","organization_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_newest" ON "app"."audit_events" USING btree ("created_at");--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD CONSTRAINT "organizations_custom_domain_unique" UNIQUE("custom_domain");--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD CONSTRAINT "organizations_accent_color" CHECK ("app"."organizations"."accent_color" ~ '^#[0-9a-f]{6}$');--> statement-breakpoint
ALTER TABLE "app"."organizations" ADD CONSTRAINT "organizations_custom_domain" CHECK ("app"."organizations"."custom_domain" ~ '^[a-z0-9.-]{4,253}$');