-- Pages elsewhere that a key works from: those that are there are for programs, and name none.
ALTER TABLE "apikey" ADD COLUMN "origins" TEXT[] DEFAULT ARRAY[]::TEXT[];
-- Browsers ask for an origin before they send a key.
CREATE INDEX "apikey_origins_idx" ON "apikey" USING GIN ("origins");
