-- Lines: numbers, words and a few words.
CREATE TABLE "line" (
    "id" UUID NOT NULL,
    "writer_id" UUID,
    "task" TEXT NOT NULL,
    "model_version_id" UUID NOT NULL,
    "input_kind" "input_kind" NOT NULL,
    "ink" JSONB,
    "strips" BYTEA NOT NULL,
    "rows" JSONB NOT NULL,
    "text" TEXT NOT NULL,
    "probability" DOUBLE PRECISION NOT NULL,
    "certain" BOOLEAN NOT NULL,
    "alternatives" JSONB NOT NULL,
    "characters" JSONB NOT NULL,
    "options" JSONB NOT NULL,
    "timings" JSONB NOT NULL,
    "corrected" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "line_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "line_correction" (
    "id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "writer_id" UUID,
    "text" TEXT NOT NULL,
    "status" "sample_status" NOT NULL DEFAULT 'pending',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "line_correction_pkey" PRIMARY KEY ("id")
);

-- A character of a line, told apart when the line was corrected.
ALTER TABLE "prediction" ADD COLUMN "line_id" UUID, ADD COLUMN "line_at" INTEGER;

CREATE INDEX "line_writer_id_id_idx" ON "line"("writer_id", "id" DESC);
CREATE INDEX "line_corrected_created_at_idx" ON "line"("corrected", "created_at");
CREATE INDEX "line_model_version_id_idx" ON "line"("model_version_id");
CREATE UNIQUE INDEX "line_correction_line_id_key" ON "line_correction"("line_id");
CREATE INDEX "line_correction_writer_id_idx" ON "line_correction"("writer_id");
CREATE INDEX "line_correction_status_id_idx" ON "line_correction"("status", "id");
CREATE INDEX "prediction_line_id_idx" ON "prediction"("line_id");

ALTER TABLE "line" ADD CONSTRAINT "line_writer_id_fkey" FOREIGN KEY ("writer_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "line" ADD CONSTRAINT "line_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "line_correction" ADD CONSTRAINT "line_correction_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "line"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "line_correction" ADD CONSTRAINT "line_correction_writer_id_fkey" FOREIGN KEY ("writer_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "line"("id") ON DELETE CASCADE ON UPDATE CASCADE;
