-- AlterTable
ALTER TABLE "DevopsProjectMember" ADD COLUMN     "providerId" UUID;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "roleProviderId" UUID,
ALTER COLUMN "passwordHash" DROP NOT NULL;

-- AlterTable
ALTER TABLE "WorkspaceMember" ADD COLUMN     "providerId" UUID;

-- CreateTable
CREATE TABLE "IdentityProvider" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "clientSecret" TEXT,
    "scopes" TEXT[],
    "groupsClaim" TEXT NOT NULL,
    "createsPeople" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdentityProvider_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GroupMapping" (
    "id" UUID NOT NULL,
    "providerId" UUID NOT NULL,
    "group" TEXT NOT NULL,
    "platformRole" "PlatformRole",
    "workspaceId" UUID,
    "workspaceRole" "WorkspaceRole",
    "devopsProjectId" UUID,
    "devopsRole" "ScopedRole",
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GroupMapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExternalIdentity" (
    "id" UUID NOT NULL,
    "providerId" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastLoginAt" TIMESTAMPTZ(3),

    CONSTRAINT "ExternalIdentity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SpentSignIn" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SpentSignIn_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "IdentityProvider_name_key" ON "IdentityProvider"("name");

-- CreateIndex
CREATE UNIQUE INDEX "IdentityProvider_issuer_key" ON "IdentityProvider"("issuer");

-- CreateIndex
CREATE INDEX "GroupMapping_providerId_idx" ON "GroupMapping"("providerId");

-- CreateIndex
CREATE INDEX "GroupMapping_workspaceId_idx" ON "GroupMapping"("workspaceId");

-- CreateIndex
CREATE INDEX "GroupMapping_devopsProjectId_idx" ON "GroupMapping"("devopsProjectId");

-- CreateIndex
CREATE INDEX "ExternalIdentity_providerId_idx" ON "ExternalIdentity"("providerId");

-- CreateIndex
CREATE UNIQUE INDEX "ExternalIdentity_issuer_subject_key" ON "ExternalIdentity"("issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "ExternalIdentity_userId_providerId_key" ON "ExternalIdentity"("userId", "providerId");

-- CreateIndex
CREATE INDEX "SpentSignIn_at_idx" ON "SpentSignIn"("at");

-- CreateIndex
CREATE INDEX "DevopsProjectMember_providerId_idx" ON "DevopsProjectMember"("providerId");

-- CreateIndex
CREATE INDEX "User_roleProviderId_idx" ON "User"("roleProviderId");

-- CreateIndex
CREATE INDEX "WorkspaceMember_providerId_idx" ON "WorkspaceMember"("providerId");

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_roleProviderId_fkey" FOREIGN KEY ("roleProviderId") REFERENCES "IdentityProvider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupMapping" ADD CONSTRAINT "GroupMapping_providerId_fkey" FOREIGN KEY ("providerId") REFERENCES "IdentityProvider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupMapping" ADD CONSTRAINT "GroupMapping_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupMapping" ADD CONSTRAINT "GroupMapping_devopsProjectId_fkey" FOREIGN KEY ("devopsProjectId") REFERENCES "DevopsProject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExternalIdentity" ADD CONSTRAINT "ExternalIdentity_providerId_fkey" FOREIGN KEY ("providerId") REFERENCES "IdentityProvider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExternalIdentity" ADD CONSTRAINT "ExternalIdentity_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkspaceMember" ADD CONSTRAINT "WorkspaceMember_providerId_fkey" FOREIGN KEY ("providerId") REFERENCES "IdentityProvider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DevopsProjectMember" ADD CONSTRAINT "DevopsProjectMember_providerId_fkey" FOREIGN KEY ("providerId") REFERENCES "IdentityProvider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One place, with its role.
ALTER TABLE "GroupMapping" ADD CONSTRAINT "GroupMapping_one_place" CHECK (
  num_nonnulls("platformRole", "workspaceRole", "devopsRole") = 1
  AND ("workspaceId" IS NULL) = ("workspaceRole" IS NULL)
  AND ("devopsProjectId" IS NULL) = ("devopsRole" IS NULL)
);
