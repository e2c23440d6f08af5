-- Named sets of labels, which may be a task. One without an owner is shared: everybody's, kept by admins.
CREATE TABLE "alphabet" (
    "id" UUID NOT NULL,
    "owner_id" UUID,
    "name" TEXT NOT NULL,
    "labels" TEXT[] NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "alphabet_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "alphabet_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- Of one owner, and of those that are shared, each has a name of its own, whatever the case.
CREATE UNIQUE INDEX "alphabet_owner_id_name_key" ON "alphabet" ("owner_id", lower("name")) NULLS NOT DISTINCT;

-- The alphabet that was asked for. It runs on a task's network, so the task stays what it was.
ALTER TABLE "prediction" ADD COLUMN "alphabet_id" UUID;
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_alphabet_id_fkey" FOREIGN KEY ("alphabet_id") REFERENCES "alphabet"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "prediction_alphabet_id_idx" ON "prediction"("alphabet_id");
