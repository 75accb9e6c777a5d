-- DropIndex
DROP INDEX "Preview_requestedById_key";

-- CreateIndex
CREATE INDEX "Preview_requestedById_requestedAt_idx" ON "Preview"("requestedById", "requestedAt");
