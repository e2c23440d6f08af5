-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "model_status" AS ENUM ('candidate', 'champion', 'retired', 'rejected');

-- CreateEnum
CREATE TYPE "model_origin" AS ENUM ('shipped', 'trained');

-- CreateEnum
CREATE TYPE "input_kind" AS ENUM ('ink', 'picture');

-- CreateEnum
CREATE TYPE "certainty" AS ENUM ('sure', 'unsure', 'unlike');

-- CreateEnum
CREATE TYPE "decided_by" AS ENUM ('model', 'memory');

-- CreateEnum
CREATE TYPE "sample_status" AS ENUM ('pending', 'approved', 'rejected');

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "is_anonymous" BOOLEAN DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "model_file" (
    "sha256" CHAR(64) NOT NULL,
    "size" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_file_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "model_version" (
    "id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status" "model_status" NOT NULL,
    "origin" "model_origin" NOT NULL,
    "parent_id" UUID,
    "sha256" CHAR(64) NOT NULL,
    "card" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_period" (
    "id" UUID NOT NULL,
    "model_version_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "started_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "service_period_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prediction" (
    "id" UUID NOT NULL,
    "writer_id" UUID,
    "task" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "model_version_id" UUID NOT NULL,
    "input_kind" "input_kind" NOT NULL,
    "ink" JSONB,
    "glyph" BYTEA NOT NULL,
    "label" TEXT NOT NULL,
    "probability" DOUBLE PRECISION NOT NULL,
    "certainty" "certainty" NOT NULL,
    "decided_by" "decided_by" NOT NULL,
    "candidates" JSONB NOT NULL,
    "options" JSONB NOT NULL,
    "timings" JSONB NOT NULL,
    "corrected" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prediction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prediction_picture" (
    "prediction_id" UUID NOT NULL,
    "media_type" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "prediction_picture_pkey" PRIMARY KEY ("prediction_id")
);

-- CreateTable
CREATE TABLE "correction" (
    "id" UUID NOT NULL,
    "prediction_id" UUID NOT NULL,
    "writer_id" UUID NOT NULL,
    "sample_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "given" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "correction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample" (
    "id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "task" TEXT NOT NULL,
    "writer_id" UUID,
    "glyph" BYTEA NOT NULL,
    "ink" JSONB,
    "label" TEXT NOT NULL,
    "given" TEXT NOT NULL,
    "reviewer_label" TEXT,
    "status" "sample_status" NOT NULL DEFAULT 'pending',
    "insisted" BOOLEAN NOT NULL DEFAULT false,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample_revision" (
    "id" UUID NOT NULL,
    "sample_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "change" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "reviewer_label" TEXT,
    "status" "sample_status" NOT NULL,
    "by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sample_revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample_embedding" (
    "sample_id" UUID NOT NULL,
    "model_version_id" UUID NOT NULL,
    "vector" BYTEA NOT NULL,

    CONSTRAINT "sample_embedding_pkey" PRIMARY KEY ("sample_id","model_version_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "account_user_id_idx" ON "account"("user_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE INDEX "model_version_sha256_idx" ON "model_version"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "model_version_network_version_key" ON "model_version"("network", "version");

-- CreateIndex
CREATE INDEX "service_period_model_version_id_started_at_idx" ON "service_period"("model_version_id", "started_at");

-- CreateIndex
CREATE INDEX "prediction_writer_id_id_idx" ON "prediction"("writer_id", "id" DESC);

-- CreateIndex
CREATE INDEX "prediction_corrected_created_at_idx" ON "prediction"("corrected", "created_at");

-- CreateIndex
CREATE INDEX "prediction_model_version_id_idx" ON "prediction"("model_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "correction_prediction_id_key" ON "correction"("prediction_id");

-- CreateIndex
CREATE UNIQUE INDEX "correction_sample_id_key" ON "correction"("sample_id");

-- CreateIndex
CREATE INDEX "correction_writer_id_idx" ON "correction"("writer_id");

-- CreateIndex
CREATE INDEX "sample_network_status_idx" ON "sample"("network", "status");

-- CreateIndex
CREATE INDEX "sample_writer_id_network_idx" ON "sample"("writer_id", "network");

-- CreateIndex
CREATE INDEX "sample_revision_by_id_idx" ON "sample_revision"("by_id");

-- CreateIndex
CREATE UNIQUE INDEX "sample_revision_sample_id_revision_key" ON "sample_revision"("sample_id", "revision");

-- CreateIndex
CREATE INDEX "sample_embedding_model_version_id_idx" ON "sample_embedding"("model_version_id");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "model_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "model_file"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_period" ADD CONSTRAINT "service_period_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_writer_id_fkey" FOREIGN KEY ("writer_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction_picture" ADD CONSTRAINT "prediction_picture_prediction_id_fkey" FOREIGN KEY ("prediction_id") REFERENCES "prediction"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "correction" ADD CONSTRAINT "correction_prediction_id_fkey" FOREIGN KEY ("prediction_id") REFERENCES "prediction"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "correction" ADD CONSTRAINT "correction_writer_id_fkey" FOREIGN KEY ("writer_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "correction" ADD CONSTRAINT "correction_sample_id_fkey" FOREIGN KEY ("sample_id") REFERENCES "sample"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample" ADD CONSTRAINT "sample_writer_id_fkey" FOREIGN KEY ("writer_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_revision" ADD CONSTRAINT "sample_revision_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_embedding" ADD CONSTRAINT "sample_embedding_sample_id_fkey" FOREIGN KEY ("sample_id") REFERENCES "sample"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_embedding" ADD CONSTRAINT "sample_embedding_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Partial indexes, which the schema language cannot say.

-- One champion a network.
CREATE UNIQUE INDEX "model_version_one_champion" ON "model_version"("network") WHERE "status" = 'champion';

-- One open period of service a version.
CREATE UNIQUE INDEX "service_period_one_open" ON "service_period"("model_version_id") WHERE "ended_at" IS NULL;
