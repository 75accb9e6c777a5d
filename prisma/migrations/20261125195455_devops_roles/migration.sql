-- AlterTable
ALTER TABLE "DevopsProjectMember" ADD COLUMN     "customRoleId" UUID,
ALTER COLUMN "role" DROP NOT NULL;

-- CreateTable
CREATE TABLE "DevopsRole" (
    "id" UUID NOT NULL,
    "devopsProjectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "permissions" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DevopsRole_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "DevopsRole_devopsProjectId_name_key" ON "DevopsRole"("devopsProjectId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "DevopsRole_devopsProjectId_id_key" ON "DevopsRole"("devopsProjectId", "id");

-- CreateIndex
CREATE INDEX "DevopsProjectMember_devopsProjectId_customRoleId_idx" ON "DevopsProjectMember"("devopsProjectId", "customRoleId");

-- AddForeignKey
ALTER TABLE "DevopsRole" ADD CONSTRAINT "DevopsRole_devopsProjectId_fkey" FOREIGN KEY ("devopsProjectId") REFERENCES "DevopsProject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DevopsProjectMember" ADD CONSTRAINT "DevopsProjectMember_devopsProjectId_customRoleId_fkey" FOREIGN KEY ("devopsProjectId", "customRoleId") REFERENCES "DevopsRole"("devopsProjectId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- One role each: a preset one, or one of the DevOps project's own.
ALTER TABLE "DevopsProjectMember" ADD CONSTRAINT "DevopsProjectMember_one_role" CHECK (("role" IS NULL) <> ("customRoleId" IS NULL));
