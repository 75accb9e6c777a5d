-- CreateTable
CREATE TABLE "ProjectIdentity" (
    "devopsProjectId" UUID NOT NULL,
    "clusterId" UUID NOT NULL,
    "stamp" TEXT NOT NULL DEFAULT '',
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProjectIdentity_pkey" PRIMARY KEY ("devopsProjectId","clusterId")
);

-- CreateIndex
CREATE INDEX "ProjectIdentity_clusterId_idx" ON "ProjectIdentity"("clusterId");

-- AddForeignKey
ALTER TABLE "ProjectIdentity" ADD CONSTRAINT "ProjectIdentity_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "Cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;
