-- CreateEnum
CREATE TYPE "ClusterState" AS ENUM ('preparing', 'ready', 'unreachable');

-- CreateEnum
CREATE TYPE "HealthStatus" AS ENUM ('Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown');

-- CreateEnum
CREATE TYPE "SyncStatus" AS ENUM ('Synced', 'OutOfSync', 'Unknown');

-- CreateEnum
CREATE TYPE "SyncTrigger" AS ENUM ('manual', 'automatic', 'self_heal', 'retry', 'deletion');

-- CreateEnum
CREATE TYPE "RunPhase" AS ENUM ('Pending', 'Running', 'Succeeded', 'Failed', 'Terminated');

-- CreateEnum
CREATE TYPE "PlanAction" AS ENUM ('create', 'update', 'replace', 'delete', 'unchanged', 'skip');

-- CreateEnum
CREATE TYPE "ResultState" AS ENUM ('waiting', 'applying', 'waiting_healthy', 'done', 'failed', 'skipped');

-- CreateEnum
CREATE TYPE "PlatformRole" AS ENUM ('platform_admin', 'users_manager', 'workspaces_manager', 'platform_regular');

-- CreateEnum
CREATE TYPE "CredentialType" AS ENUM ('username_password', 'ssh_key', 'access_token');

-- CreateEnum
CREATE TYPE "RepositoryProvider" AS ENUM ('github', 'gitlab', 'bitbucket', 'git');

-- CreateEnum
CREATE TYPE "CheckState" AS ENUM ('unchecked', 'connected', 'failed');

-- CreateEnum
CREATE TYPE "WorkspaceRole" AS ENUM ('admin', 'self_provisioner', 'viewer', 'regular');

-- CreateEnum
CREATE TYPE "ScopedRole" AS ENUM ('admin', 'operator', 'viewer');

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requestId" TEXT NOT NULL DEFAULT '',
    "actorId" UUID,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "workspaceId" UUID,
    "devopsProjectId" UUID,
    "projectId" UUID,
    "targetType" TEXT NOT NULL,
    "targetId" TEXT NOT NULL,
    "targetName" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlatformSetting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PlatformSetting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Cluster" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "sandbox" BOOLEAN NOT NULL DEFAULT false,
    "server" TEXT NOT NULL DEFAULT '',
    "connection" TEXT NOT NULL DEFAULT '',
    "state" "ClusterState" NOT NULL DEFAULT 'preparing',
    "progress" JSONB,
    "stateReason" TEXT NOT NULL DEFAULT '',
    "stateMessage" TEXT NOT NULL DEFAULT '',
    "kubeVersion" TEXT NOT NULL DEFAULT '',
    "stateChangedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checkedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ContinuousDeployment" (
    "id" UUID NOT NULL,
    "devopsProjectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "repositoryId" UUID NOT NULL,
    "clusterId" UUID NOT NULL,
    "namespace" TEXT NOT NULL,
    "spec" JSONB NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 1,
    "deletion" JSONB,
    "deletionAt" TIMESTAMPTZ(3),
    "createdById" UUID,
    "createdBy" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ContinuousDeployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeploymentStatus" (
    "deploymentId" UUID NOT NULL,
    "health" "HealthStatus" NOT NULL DEFAULT 'Progressing',
    "healthReason" TEXT NOT NULL DEFAULT '',
    "healthMessage" TEXT NOT NULL DEFAULT '',
    "healthParams" JSONB NOT NULL DEFAULT '{}',
    "healthCauses" JSONB NOT NULL DEFAULT '[]',
    "healthSince" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sync" "SyncStatus" NOT NULL DEFAULT 'Unknown',
    "syncReason" TEXT NOT NULL DEFAULT '',
    "syncMessage" TEXT NOT NULL DEFAULT '',
    "syncParams" JSONB NOT NULL DEFAULT '{}',
    "syncSince" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolvedCommit" TEXT NOT NULL DEFAULT '',
    "resolvedName" TEXT NOT NULL DEFAULT '',
    "commitSubject" TEXT NOT NULL DEFAULT '',
    "commitAuthor" TEXT NOT NULL DEFAULT '',
    "commitAt" TIMESTAMPTZ(3),
    "syncedCommit" TEXT NOT NULL DEFAULT '',
    "sourceKind" TEXT NOT NULL DEFAULT '',
    "observedGeneration" INTEGER NOT NULL DEFAULT 0,
    "objectCount" INTEGER NOT NULL DEFAULT 0,
    "outOfSyncCount" INTEGER NOT NULL DEFAULT 0,
    "healAttempts" INTEGER NOT NULL DEFAULT 0,
    "healedAt" TIMESTAMPTZ(3),
    "condition" JSONB,
    "warnings" JSONB NOT NULL DEFAULT '[]',
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastCheckedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DeploymentStatus_pkey" PRIMARY KEY ("deploymentId")
);

-- CreateTable
CREATE TABLE "InventoryItem" (
    "deploymentId" UUID NOT NULL,
    "clusterId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "uid" TEXT NOT NULL DEFAULT '',
    "ordinal" INTEGER NOT NULL DEFAULT 0,
    "applied" BOOLEAN NOT NULL DEFAULT false,
    "created" BOOLEAN NOT NULL DEFAULT true,
    "sync" "SyncStatus" NOT NULL DEFAULT 'Unknown',
    "syncReason" TEXT NOT NULL DEFAULT '',
    "syncMessage" TEXT NOT NULL DEFAULT '',
    "syncParams" JSONB NOT NULL DEFAULT '{}',
    "differences" JSONB NOT NULL DEFAULT '[]',
    "health" "HealthStatus",
    "healthReason" TEXT NOT NULL DEFAULT '',
    "healthMessage" TEXT NOT NULL DEFAULT '',
    "healthParams" JSONB NOT NULL DEFAULT '{}',
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "InventoryItem_pkey" PRIMARY KEY ("deploymentId","clusterId","key")
);

-- CreateTable
CREATE TABLE "SyncRun" (
    "id" UUID NOT NULL,
    "deploymentId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "trigger" "SyncTrigger" NOT NULL,
    "actorId" UUID,
    "actorName" TEXT NOT NULL DEFAULT '',
    "phase" "RunPhase" NOT NULL DEFAULT 'Pending',
    "revision" TEXT NOT NULL DEFAULT '',
    "commit" TEXT NOT NULL DEFAULT '',
    "generation" INTEGER NOT NULL DEFAULT 0,
    "options" JSONB NOT NULL DEFAULT '{}',
    "plan" JSONB,
    "reason" TEXT NOT NULL DEFAULT '',
    "message" TEXT NOT NULL DEFAULT '',
    "params" JSONB NOT NULL DEFAULT '{}',
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SyncRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SyncRunResult" (
    "runId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "stage" INTEGER NOT NULL DEFAULT 0,
    "group" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "action" "PlanAction" NOT NULL,
    "state" "ResultState" NOT NULL DEFAULT 'waiting',
    "reason" TEXT NOT NULL DEFAULT '',
    "message" TEXT NOT NULL DEFAULT '',
    "params" JSONB NOT NULL DEFAULT '{}',
    "health" "HealthStatus",
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SyncRunResult_pkey" PRIMARY KEY ("runId","key")
);

-- CreateTable
CREATE TABLE "ReconcileLease" (
    "deploymentId" UUID NOT NULL,
    "owner" TEXT NOT NULL DEFAULT '',
    "token" BIGINT NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMPTZ(3),
    "nextAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "wakeReason" TEXT NOT NULL DEFAULT 'created',
    "wakeSeq" BIGINT NOT NULL DEFAULT 1,
    "seenSeq" BIGINT NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ReconcileLease_pkey" PRIMARY KEY ("deploymentId")
);

-- CreateTable
CREATE TABLE "EngineProcess" (
    "id" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeatAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "EngineProcess_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "username" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "platformRole" "PlatformRole" NOT NULL DEFAULT 'platform_regular',
    "description" TEXT NOT NULL DEFAULT '',
    "disabledAt" TIMESTAMPTZ(3),
    "sessionVersion" INTEGER NOT NULL DEFAULT 1,
    "locale" TEXT,
    "lastLoginAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LoginThrottle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "windowStart" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LoginThrottle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Credential" (
    "id" UUID NOT NULL,
    "devopsProjectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "type" "CredentialType" NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "username" TEXT NOT NULL DEFAULT '',
    "secret" TEXT NOT NULL,
    "boundTo" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CodeRepository" (
    "id" UUID NOT NULL,
    "devopsProjectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "provider" "RepositoryProvider" NOT NULL DEFAULT 'git',
    "url" TEXT NOT NULL,
    "credentialId" UUID,
    "checkState" "CheckState" NOT NULL DEFAULT 'unchecked',
    "checkReason" TEXT NOT NULL DEFAULT '',
    "checkMessage" TEXT NOT NULL DEFAULT '',
    "checkedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CodeRepository_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WorkspaceMember" (
    "workspaceId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "WorkspaceRole" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WorkspaceMember_pkey" PRIMARY KEY ("workspaceId","userId")
);

-- CreateTable
CREATE TABLE "WorkspaceCluster" (
    "workspaceId" UUID NOT NULL,
    "clusterId" UUID NOT NULL,

    CONSTRAINT "WorkspaceCluster_pkey" PRIMARY KEY ("workspaceId","clusterId")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "clusterId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProjectMember" (
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "ScopedRole" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProjectMember_pkey" PRIMARY KEY ("projectId","userId")
);

-- CreateTable
CREATE TABLE "DevopsProject" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "policy" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DevopsProject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DevopsProjectMember" (
    "devopsProjectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "ScopedRole" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DevopsProjectMember_pkey" PRIMARY KEY ("devopsProjectId","userId")
);

-- CreateIndex
CREATE INDEX "AuditEvent_workspaceId_at_idx" ON "AuditEvent"("workspaceId", "at");

-- CreateIndex
CREATE INDEX "AuditEvent_at_idx" ON "AuditEvent"("at");

-- CreateIndex
CREATE UNIQUE INDEX "Cluster_name_key" ON "Cluster"("name");

-- CreateIndex
CREATE INDEX "ContinuousDeployment_repositoryId_idx" ON "ContinuousDeployment"("repositoryId");

-- CreateIndex
CREATE INDEX "ContinuousDeployment_clusterId_namespace_idx" ON "ContinuousDeployment"("clusterId", "namespace");

-- CreateIndex
CREATE UNIQUE INDEX "ContinuousDeployment_devopsProjectId_name_key" ON "ContinuousDeployment"("devopsProjectId", "name");

-- CreateIndex
CREATE INDEX "DeploymentStatus_health_idx" ON "DeploymentStatus"("health");

-- CreateIndex
CREATE INDEX "DeploymentStatus_sync_idx" ON "DeploymentStatus"("sync");

-- CreateIndex
CREATE INDEX "InventoryItem_clusterId_key_idx" ON "InventoryItem"("clusterId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "SyncRun_deploymentId_number_key" ON "SyncRun"("deploymentId", "number");

-- CreateIndex
CREATE INDEX "ReconcileLease_nextAt_idx" ON "ReconcileLease"("nextAt");

-- CreateIndex
CREATE UNIQUE INDEX "User_username_key" ON "User"("username");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Credential_devopsProjectId_name_key" ON "Credential"("devopsProjectId", "name");

-- CreateIndex
CREATE INDEX "CodeRepository_credentialId_idx" ON "CodeRepository"("credentialId");

-- CreateIndex
CREATE UNIQUE INDEX "CodeRepository_devopsProjectId_name_key" ON "CodeRepository"("devopsProjectId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_name_key" ON "Workspace"("name");

-- CreateIndex
CREATE INDEX "WorkspaceMember_userId_idx" ON "WorkspaceMember"("userId");

-- CreateIndex
CREATE INDEX "WorkspaceCluster_clusterId_idx" ON "WorkspaceCluster"("clusterId");

-- CreateIndex
CREATE INDEX "Project_workspaceId_idx" ON "Project"("workspaceId");

-- CreateIndex
CREATE UNIQUE INDEX "Project_clusterId_name_key" ON "Project"("clusterId", "name");

-- CreateIndex
CREATE INDEX "ProjectMember_userId_idx" ON "ProjectMember"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "DevopsProject_workspaceId_name_key" ON "DevopsProject"("workspaceId", "name");

-- CreateIndex
CREATE INDEX "DevopsProjectMember_userId_idx" ON "DevopsProjectMember"("userId");

-- AddForeignKey
ALTER TABLE "ContinuousDeployment" ADD CONSTRAINT "ContinuousDeployment_devopsProjectId_fkey" FOREIGN KEY ("devopsProjectId") REFERENCES "DevopsProject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContinuousDeployment" ADD CONSTRAINT "ContinuousDeployment_repositoryId_fkey" FOREIGN KEY ("repositoryId") REFERENCES "CodeRepository"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContinuousDeployment" ADD CONSTRAINT "ContinuousDeployment_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "Cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeploymentStatus" ADD CONSTRAINT "DeploymentStatus_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "ContinuousDeployment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InventoryItem" ADD CONSTRAINT "InventoryItem_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "ContinuousDeployment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SyncRun" ADD CONSTRAINT "SyncRun_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "ContinuousDeployment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SyncRunResult" ADD CONSTRAINT "SyncRunResult_runId_fkey" FOREIGN KEY ("runId") REFERENCES "SyncRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReconcileLease" ADD CONSTRAINT "ReconcileLease_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "ContinuousDeployment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Credential" ADD CONSTRAINT "Credential_devopsProjectId_fkey" FOREIGN KEY ("devopsProjectId") REFERENCES "DevopsProject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CodeRepository" ADD CONSTRAINT "CodeRepository_devopsProjectId_fkey" FOREIGN KEY ("devopsProjectId") REFERENCES "DevopsProject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CodeRepository" ADD CONSTRAINT "CodeRepository_credentialId_fkey" FOREIGN KEY ("credentialId") REFERENCES "Credential"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkspaceMember" ADD CONSTRAINT "WorkspaceMember_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkspaceMember" ADD CONSTRAINT "WorkspaceMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkspaceCluster" ADD CONSTRAINT "WorkspaceCluster_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WorkspaceCluster" ADD CONSTRAINT "WorkspaceCluster_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "Cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "Cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProjectMember" ADD CONSTRAINT "ProjectMember_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProjectMember" ADD CONSTRAINT "ProjectMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DevopsProject" ADD CONSTRAINT "DevopsProject_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DevopsProjectMember" ADD CONSTRAINT "DevopsProjectMember_devopsProjectId_fkey" FOREIGN KEY ("devopsProjectId") REFERENCES "DevopsProject"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DevopsProjectMember" ADD CONSTRAINT "DevopsProjectMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
