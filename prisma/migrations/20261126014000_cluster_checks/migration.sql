-- AlterTable
ALTER TABLE "Cluster" ADD COLUMN     "nextCheckAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- That a cluster is looked at is no news, only what is found.
DROP TRIGGER ieum_updated ON "Cluster";
CREATE TRIGGER ieum_updated AFTER UPDATE ON "Cluster"
  FOR EACH ROW
  WHEN ((to_jsonb(OLD) - 'checkedAt' - 'nextCheckAt' - 'updatedAt')
    IS DISTINCT FROM (to_jsonb(NEW) - 'checkedAt' - 'nextCheckAt' - 'updatedAt'))
  EXECUTE FUNCTION ieum_row_changed('cluster');
