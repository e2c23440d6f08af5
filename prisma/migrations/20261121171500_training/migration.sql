-- CreateEnum
CREATE TYPE "training_status" AS ENUM ('queued', 'running', 'completed', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "training_verdict" AS ENUM ('promoted', 'rejected', 'kept');

-- CreateEnum
CREATE TYPE "training_trigger" AS ENUM ('call', 'threshold', 'schedule');

-- CreateEnum
CREATE TYPE "sample_part" AS ENUM ('train', 'holdout');

-- AlterTable
ALTER TABLE "user" ADD COLUMN "role" TEXT NOT NULL DEFAULT 'writer';

-- AlterTable
ALTER TABLE "model_file" ADD COLUMN "pruned_at" TIMESTAMPTZ(3),
ALTER COLUMN "bytes" DROP NOT NULL;

-- AlterTable
ALTER TABLE "model_version" ADD COLUMN "fingerprint" CHAR(64),
ADD COLUMN "gate" JSONB;

-- AlterTable
ALTER TABLE "sample_revision" ADD COLUMN "note" TEXT;

-- CreateTable
CREATE TABLE "training_job" (
    "id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "status" "training_status" NOT NULL DEFAULT 'queued',
    "verdict" "training_verdict",
    "trigger" "training_trigger" NOT NULL,
    "parameters" JSONB NOT NULL,
    "requested_by_id" UUID,
    "repeat_of_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "cancel_requested_at" TIMESTAMPTZ(3),
    "cancelled_by_id" UUID,
    "trainer_id" UUID,
    "phase" TEXT,
    "progress" JSONB,
    "waiting_for" JSONB,
    "failure" TEXT,
    "reason" TEXT,
    "parent_id" UUID,
    "fingerprint" CHAR(64),
    "snapshot" JSONB,
    "challenger_id" UUID,
    "gate" JSONB,

    CONSTRAINT "training_job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_sample" (
    "job_id" UUID NOT NULL,
    "sample_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "part" "sample_part" NOT NULL,

    CONSTRAINT "training_sample_pkey" PRIMARY KEY ("job_id","sample_id")
);

-- CreateTable
CREATE TABLE "training_event" (
    "id" BIGSERIAL NOT NULL,
    "job_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "training_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trainer" (
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "problem" JSONB,

    CONSTRAINT "trainer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replica" (
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "serving" JSONB NOT NULL,
    "failures" JSONB NOT NULL,

    CONSTRAINT "replica_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "training_job_challenger_id_key" ON "training_job"("challenger_id");

-- CreateIndex
CREATE INDEX "training_job_network_id_idx" ON "training_job"("network", "id" DESC);

-- CreateIndex
CREATE INDEX "training_sample_sample_id_idx" ON "training_sample"("sample_id");

-- CreateIndex
CREATE INDEX "training_event_job_id_id_idx" ON "training_event"("job_id", "id");

-- AddForeignKey
ALTER TABLE "training_job" ADD CONSTRAINT "training_job_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_job" ADD CONSTRAINT "training_job_cancelled_by_id_fkey" FOREIGN KEY ("cancelled_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_job" ADD CONSTRAINT "training_job_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "model_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_job" ADD CONSTRAINT "training_job_challenger_id_fkey" FOREIGN KEY ("challenger_id") REFERENCES "model_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_job" ADD CONSTRAINT "training_job_repeat_of_id_fkey" FOREIGN KEY ("repeat_of_id") REFERENCES "training_job"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_sample" ADD CONSTRAINT "training_sample_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "training_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_event" ADD CONSTRAINT "training_event_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "training_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Partial indexes, which the schema language cannot say.

-- A request joins a queued job; a second running job of a network would start from the same parent.
CREATE UNIQUE INDEX "training_job_one_queued" ON "training_job"("network") WHERE "status" = 'queued';
CREATE UNIQUE INDEX "training_job_one_running" ON "training_job"("network") WHERE "status" = 'running';
