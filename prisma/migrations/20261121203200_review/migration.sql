-- CreateEnum
CREATE TYPE "decision_kind" AS ENUM ('approve', 'reject', 'reopen', 'undo');

-- CreateTable
CREATE TABLE "review_decision" (
    "id" UUID NOT NULL,
    "kind" "decision_kind" NOT NULL,
    "automatic" BOOLEAN NOT NULL DEFAULT false,
    "undoes_id" UUID,
    "by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "review_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_item" (
    "correction_id" UUID NOT NULL,
    "sample_id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "task" TEXT NOT NULL,
    "status" "sample_status" NOT NULL,
    "predicted" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "writer_id" UUID,
    "version" INTEGER NOT NULL,
    "suspicion" DOUBLE PRECISION NOT NULL DEFAULT -1,
    "cluster_id" UUID NOT NULL,
    "self_confidence" DOUBLE PRECISION,
    "stale" SMALLINT NOT NULL DEFAULT 3,
    "model_version_id" UUID,

    CONSTRAINT "review_item_pkey" PRIMARY KEY ("correction_id")
);

-- CreateTable
CREATE TABLE "sample_suspicion" (
    "sample_id" UUID NOT NULL,
    "model_version_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "reasons" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sample_suspicion_pkey" PRIMARY KEY ("sample_id")
);

-- AlterTable
ALTER TABLE "sample_revision" ADD COLUMN "decision_id" UUID;

-- CreateIndex
CREATE INDEX "review_decision_by_id_idx" ON "review_decision"("by_id");

-- CreateIndex
CREATE INDEX "review_decision_undoes_id_idx" ON "review_decision"("undoes_id");

-- CreateIndex
CREATE INDEX "sample_revision_decision_id_idx" ON "sample_revision"("decision_id");

-- CreateIndex
CREATE INDEX "sample_suspicion_model_version_id_idx" ON "sample_suspicion"("model_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_item_sample_id_key" ON "review_item"("sample_id");

-- CreateIndex
CREATE INDEX "review_item_status_correction_id_idx" ON "review_item"("status", "correction_id");

-- CreateIndex
CREATE INDEX "review_item_network_status_correction_id_idx" ON "review_item"("network", "status", "correction_id");

-- CreateIndex
CREATE INDEX "review_item_suspicion_correction_id_idx" ON "review_item"("suspicion", "correction_id");

-- CreateIndex
CREATE INDEX "review_item_status_suspicion_correction_id_idx" ON "review_item"("status", "suspicion", "correction_id");

-- CreateIndex
CREATE INDEX "review_item_network_status_suspicion_correction_id_idx" ON "review_item"("network", "status", "suspicion", "correction_id");

-- CreateIndex
CREATE INDEX "review_item_label_cluster_id_correction_id_idx" ON "review_item"("label", "cluster_id", "correction_id");

-- CreateIndex
CREATE INDEX "review_item_status_label_cluster_id_correction_id_idx" ON "review_item"("status", "label", "cluster_id", "correction_id");

-- CreateIndex
CREATE INDEX "review_item_predicted_label_idx" ON "review_item"("predicted", "label");

-- CreateIndex
CREATE INDEX "review_item_writer_id_status_idx" ON "review_item"("writer_id", "status");

-- CreateIndex
CREATE INDEX "review_item_cluster_id_idx" ON "review_item"("cluster_id");

-- AddForeignKey
ALTER TABLE "review_decision" ADD CONSTRAINT "review_decision_undoes_id_fkey" FOREIGN KEY ("undoes_id") REFERENCES "review_decision"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_decision" ADD CONSTRAINT "review_decision_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_correction_id_fkey" FOREIGN KEY ("correction_id") REFERENCES "correction"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_sample_id_fkey" FOREIGN KEY ("sample_id") REFERENCES "sample"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_suspicion" ADD CONSTRAINT "sample_suspicion_sample_id_fkey" FOREIGN KEY ("sample_id") REFERENCES "sample"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_suspicion" ADD CONSTRAINT "sample_suspicion_model_version_id_fkey" FOREIGN KEY ("model_version_id") REFERENCES "model_version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_revision" ADD CONSTRAINT "sample_revision_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "review_decision"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the schema language cannot say.

-- What waits for its suspicion, the most urgent first.
CREATE INDEX "review_item_waiting" ON "review_item"("network", "stale", "correction_id") WHERE "stale" > 0;

-- The queue's rows follow corrections and samples by themselves, whoever changes those.
CREATE FUNCTION "review_item_add"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "review_item" (
    "correction_id", "sample_id", "network", "task", "status", "predicted", "label", "writer_id",
    "version", "cluster_id"
  )
  SELECT NEW."id", s."id", s."network", s."task", s."status", p."label",
    coalesce(s."reviewer_label", s."label"), s."writer_id", v."version", s."id"
  FROM "sample" s, "prediction" p JOIN "model_version" v ON v."id" = p."model_version_id"
  WHERE s."id" = NEW."sample_id" AND p."id" = NEW."prediction_id";
  RETURN NULL;
END $$;

CREATE TRIGGER "correction_review_item" AFTER INSERT ON "correction"
FOR EACH ROW EXECUTE FUNCTION "review_item_add"();

-- Another label is another sample to judge: what was known of the former one says nothing about it.
CREATE FUNCTION "review_item_follow"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "review_item" SET
    "status" = NEW."status",
    "label" = coalesce(NEW."reviewer_label", NEW."label"),
    "writer_id" = NEW."writer_id",
    "stale" = 3,
    "suspicion" = CASE WHEN "label" = coalesce(NEW."reviewer_label", NEW."label")
      THEN "suspicion" ELSE -1 END,
    "cluster_id" = CASE WHEN "label" = coalesce(NEW."reviewer_label", NEW."label")
      THEN "cluster_id" ELSE NEW."id" END
  WHERE "sample_id" = NEW."id";
  RETURN NULL;
END $$;

CREATE TRIGGER "sample_review_item"
AFTER UPDATE OF "status", "label", "reviewer_label", "writer_id" ON "sample"
FOR EACH ROW
WHEN ((OLD."status", OLD."label", OLD."reviewer_label", OLD."writer_id")
  IS DISTINCT FROM (NEW."status", NEW."label", NEW."reviewer_label", NEW."writer_id"))
EXECUTE FUNCTION "review_item_follow"();

-- Corrections from before.
INSERT INTO "review_item" (
  "correction_id", "sample_id", "network", "task", "status", "predicted", "label", "writer_id",
  "version", "cluster_id"
)
SELECT c."id", s."id", s."network", s."task", s."status", p."label",
  coalesce(s."reviewer_label", s."label"), s."writer_id", v."version", s."id"
FROM "correction" c
JOIN "sample" s ON s."id" = c."sample_id"
JOIN "prediction" p ON p."id" = c."prediction_id"
JOIN "model_version" v ON v."id" = p."model_version_id";
