-- Corrected lines are reviewed and train a network, as samples do.
ALTER TABLE "line_correction"
    ADD COLUMN "reviewer_text" TEXT,
    ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 1,
    ADD COLUMN "suspicion" DOUBLE PRECISION,
    ADD COLUMN "reasons" JSONB;

CREATE TABLE "line_revision" (
    "line_correction_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "change" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "reviewer_text" TEXT,
    "status" "sample_status" NOT NULL,
    "by_id" UUID,
    "note" TEXT,
    "decision_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "line_revision_pkey" PRIMARY KEY ("line_correction_id", "revision")
);

CREATE TABLE "training_line" (
    "job_id" UUID NOT NULL,
    "line_correction_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "part" "sample_part" NOT NULL,

    CONSTRAINT "training_line_pkey" PRIMARY KEY ("job_id", "line_correction_id")
);

CREATE INDEX "line_correction_status_suspicion_id_idx" ON "line_correction"("status", "suspicion", "id");
CREATE INDEX "line_revision_by_id_idx" ON "line_revision"("by_id");
CREATE INDEX "line_revision_decision_id_idx" ON "line_revision"("decision_id");
CREATE INDEX "training_line_line_correction_id_idx" ON "training_line"("line_correction_id");

ALTER TABLE "line_revision" ADD CONSTRAINT "line_revision_line_correction_id_fkey" FOREIGN KEY ("line_correction_id") REFERENCES "line_correction"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "line_revision" ADD CONSTRAINT "line_revision_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "line_revision" ADD CONSTRAINT "line_revision_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "review_decision"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "training_line" ADD CONSTRAINT "training_line_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "training_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was said before there was a history of it.
INSERT INTO "line_revision" ("line_correction_id", "revision", "change", "text", "status", "by_id", "created_at")
SELECT "id", 1, 'corrected', "text", "status", "writer_id", "updated_at" FROM "line_correction";
