-- AlterEnum
ALTER TYPE "SyncTrigger" ADD VALUE 'rollback';

-- AlterTable
ALTER TABLE "ContinuousDeployment" ADD COLUMN     "pause" JSONB,
ADD COLUMN     "pin" JSONB;

-- AlterTable
ALTER TABLE "Credential" ADD COLUMN     "knownHosts" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "DeploymentStatus" ADD COLUMN     "flapping" JSONB;

-- AlterTable
ALTER TABLE "InventoryItem" ADD COLUMN     "hook" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "wave" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "SyncRun" ADD COLUMN     "commitAuthor" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "commitSubject" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "planDigest" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "terminateAt" TIMESTAMPTZ(3),
ADD COLUMN     "terminateBy" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "SyncRunResult" ADD COLUMN     "hook" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "phase" TEXT NOT NULL DEFAULT 'Sync',
ADD COLUMN     "wave" INTEGER NOT NULL DEFAULT 0;

-- Options of plain folders have a block of their own, as those of kustomize and Helm do.
UPDATE "ContinuousDeployment"
SET "spec" = jsonb_set(
  "spec" #- '{source,recurse}', '{source,directory}', jsonb_build_object('recurse', "spec" #> '{source,recurse}'))
WHERE "spec" #> '{source,recurse}' IS NOT NULL;
