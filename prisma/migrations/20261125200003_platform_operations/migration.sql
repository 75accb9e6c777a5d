-- AlterTable
ALTER TABLE "Cluster" ADD COLUMN     "identity" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "nodeCount" INTEGER,
ADD COLUMN     "uid" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "PlatformSetting" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateIndex
CREATE INDEX "AuditEvent_action_at_idx" ON "AuditEvent"("action", "at");
