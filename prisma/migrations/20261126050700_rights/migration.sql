-- What a key may do of what its owner may: those that are there keep all of it.
ALTER TABLE "apikey" ADD COLUMN "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[];
UPDATE "apikey" SET "scopes" = '{read,draw,review,train,admin}';

-- A link for somebody else's password ends with the rights of the admin who made it.
ALTER TABLE "verification" ADD COLUMN "created_by_id" UUID;
ALTER TABLE "verification" ADD CONSTRAINT "verification_created_by_id_fkey"
FOREIGN KEY ("created_by_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "verification_created_by_id_idx" ON "verification"("created_by_id");
CREATE INDEX "verification_value_idx" ON "verification"("value");
CREATE INDEX "verification_expires_at_idx" ON "verification"("expires_at");

-- Nobody can tell any more who made the links that are out: they would work for a day.
DELETE FROM "verification" WHERE "value" IN (SELECT "id"::text FROM "user");

-- Invitations of admins who are none any more.
UPDATE "invitation" SET "revoked_at" = now()
WHERE NOT "setup" AND "used_at" IS NULL AND "revoked_at" IS NULL AND NOT EXISTS (
  SELECT 1 FROM "user"
  WHERE "user"."id" = "invitation"."created_by_id" AND "user"."role" = 'admin'
    AND "user"."disabled_at" IS NULL
);
