-- CreateEnum
CREATE TYPE "PreviewState" AS ENUM ('Pending', 'Succeeded', 'Failed');

-- CreateTable
CREATE TABLE "Preview" (
    "id" UUID NOT NULL,
    "requestedById" UUID NOT NULL,
    "devopsProjectId" UUID NOT NULL,
    "deploymentId" UUID,
    "repositoryId" UUID NOT NULL,
    "clusterId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "spec" JSONB NOT NULL,
    "state" "PreviewState" NOT NULL DEFAULT 'Pending',
    "owner" TEXT NOT NULL DEFAULT '',
    "claimedUntil" TIMESTAMPTZ(3),
    "result" JSONB,
    "stage" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL DEFAULT '',
    "message" TEXT NOT NULL DEFAULT '',
    "params" JSONB NOT NULL DEFAULT '{}',
    "requestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Preview_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Preview_requestedById_key" ON "Preview"("requestedById");

-- CreateIndex
CREATE INDEX "Preview_devopsProjectId_idx" ON "Preview"("devopsProjectId");

-- CreateIndex
CREATE INDEX "Preview_deploymentId_idx" ON "Preview"("deploymentId");

-- CreateIndex
CREATE INDEX "Preview_repositoryId_idx" ON "Preview"("repositoryId");

-- CreateIndex
CREATE INDEX "Preview_clusterId_idx" ON "Preview"("clusterId");

-- CreateIndex
CREATE INDEX "Preview_requestedAt_idx" ON "Preview"("requestedAt");

-- AddForeignKey
ALTER TABLE "Preview" ADD CONSTRAINT "Preview_requestedById_fkey" FOREIGN KEY ("requestedById") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Preview" ADD CONSTRAINT "Preview_devopsProjectId_fkey" FOREIGN KEY ("devopsProjectId") REFERENCES "DevopsProject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Preview" ADD CONSTRAINT "Preview_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "ContinuousDeployment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Preview" ADD CONSTRAINT "Preview_repositoryId_fkey" FOREIGN KEY ("repositoryId") REFERENCES "CodeRepository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Preview" ADD CONSTRAINT "Preview_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "Cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Asked for: the engine is woken. Answered: the console is told.
CREATE FUNCTION ieum_preview_asked() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('ieum_wake', NEW."id"::text);
  RETURN NULL;
END;
$$;

CREATE TRIGGER ieum_inserted AFTER INSERT ON "Preview"
  FOR EACH ROW EXECUTE FUNCTION ieum_preview_asked();
CREATE TRIGGER ieum_updated AFTER UPDATE ON "Preview"
  FOR EACH ROW WHEN (OLD."state" IS DISTINCT FROM NEW."state") EXECUTE FUNCTION ieum_row_changed('preview');
