-- Samples that an admin imports from a file.
CREATE TYPE "import_format" AS ENUM ('jsonl', 'idx', 'png', 'hdf5');

CREATE TYPE "import_status" AS ENUM ('held', 'queued', 'running', 'completed', 'failed', 'cancelled', 'undoing', 'undone');

CREATE TABLE "sample_import" (
    "id" UUID NOT NULL,
    "status" "import_status" NOT NULL,
    "format" "import_format" NOT NULL,
    "task" TEXT,
    "sample_status" "sample_status",
    "mapping" JSONB NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_size" BIGINT NOT NULL,
    "total" INTEGER,
    "seen" INTEGER NOT NULL DEFAULT 0,
    "imported" INTEGER NOT NULL DEFAULT 0,
    "duplicates" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "left_out" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "ends_as" "import_status",
    "cancel_requested_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "sample_import_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "import_refusal" (
    "import_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "place" TEXT,
    "reason" TEXT NOT NULL,

    CONSTRAINT "import_refusal_pkey" PRIMARY KEY ("import_id", "row")
);

ALTER TABLE "sample"
    ADD COLUMN "import_id" UUID,
    ADD COLUMN "remembered" BOOLEAN NOT NULL DEFAULT true;

CREATE INDEX "sample_import_by_id_idx" ON "sample_import"("by_id");
CREATE INDEX "sample_import_status_id_idx" ON "sample_import"("status", "id");
CREATE INDEX "sample_import_id_idx" ON "sample"("import_id");

ALTER TABLE "sample_import" ADD CONSTRAINT "sample_import_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "import_refusal" ADD CONSTRAINT "import_refusal_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "sample_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "sample" ADD CONSTRAINT "sample_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "sample_import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Imported samples stand in the review queue without a correction: under their own id, and nothing was predicted.
ALTER TABLE "review_item" DROP CONSTRAINT "review_item_correction_id_fkey";
ALTER TABLE "review_item"
    ALTER COLUMN "predicted" DROP NOT NULL,
    ALTER COLUMN "version" DROP NOT NULL;

-- What the schema language cannot say.

-- Whether a drawing is there already.
CREATE INDEX "sample_drawing" ON "sample"("network", md5("glyph"));

-- What the reference did: an item goes with its correction.
CREATE FUNCTION "review_item_remove"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "review_item" WHERE "correction_id" = OLD."id";
  RETURN NULL;
END $$;

CREATE TRIGGER "correction_review_item_gone" AFTER DELETE ON "correction"
FOR EACH ROW EXECUTE FUNCTION "review_item_remove"();
