-- CreateTable
CREATE TABLE "RepositoryWebhook" (
    "id" UUID NOT NULL,
    "repositoryId" UUID NOT NULL,
    "secret" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "secretAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "secretBy" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "windowStart" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "windowCount" INTEGER NOT NULL DEFAULT 0,
    "recent" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "lastAt" TIMESTAMPTZ(3),
    "lastOutcome" TEXT NOT NULL DEFAULT '',
    "lastEvent" TEXT NOT NULL DEFAULT '',
    "lastRef" TEXT NOT NULL DEFAULT '',
    "lastCount" INTEGER NOT NULL DEFAULT 0,
    "refusedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RepositoryWebhook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "RepositoryWebhook_repositoryId_key" ON "RepositoryWebhook"("repositoryId");

-- AddForeignKey
ALTER TABLE "RepositoryWebhook" ADD CONSTRAINT "RepositoryWebhook_repositoryId_fkey" FOREIGN KEY ("repositoryId") REFERENCES "CodeRepository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A delivery, or another secret, is news of the repository. When the repository itself goes, its own trigger has told so.
CREATE FUNCTION ieum_webhook_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ieum_notify_change('repository', r."devopsProjectId", r."id")
  FROM "CodeRepository" r WHERE r."id" = COALESCE(NEW."repositoryId", OLD."repositoryId");
  RETURN NULL;
END;
$$;

CREATE TRIGGER ieum_changed AFTER INSERT OR UPDATE OR DELETE ON "RepositoryWebhook"
  FOR EACH ROW EXECUTE FUNCTION ieum_webhook_changed();
