-- Live lists and the engine's wake-ups: triggers tell by NOTIFY what changed, so that no writer can forget to.
--
-- Channel ieum_changes, for the console: {"t": "deployment" | "repository" | "cluster", "d": DevOps project or null, "id": row}.
-- The payload only names what to read again; reading decides who may see it. Equal payloads of one transaction arrive once.
-- Channel ieum_wake, for the engine: the id of a deployment that is due now, or earlier than it was.
--
-- Inventory items do not notify: they change with every object of every sync, and the run's results tell the same story.

CREATE FUNCTION ieum_notify_change(topic text, devops_project uuid, id uuid) RETURNS void
LANGUAGE sql AS $$
  SELECT pg_notify('ieum_changes', json_build_object('t', topic, 'd', devops_project, 'id', id)::text);
$$;

-- Rows that have their own id and may belong to a DevOps project. The trigger's argument is the topic.
CREATE FUNCTION ieum_row_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := to_jsonb(COALESCE(NEW, OLD));
BEGIN
  PERFORM ieum_notify_change(TG_ARGV[0], (changed ->> 'devopsProjectId')::uuid, (changed ->> 'id')::uuid);
  RETURN NULL;
END;
$$;

-- Rows that belong to a deployment. When the deployment itself goes, its own trigger has told so.
CREATE FUNCTION ieum_deployment_child_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ieum_notify_change('deployment', d."devopsProjectId", d."id")
  FROM "ContinuousDeployment" d
  WHERE d."id" = (to_jsonb(COALESCE(NEW, OLD)) ->> 'deploymentId')::uuid;
  RETURN NULL;
END;
$$;

-- Results come by the thousand: one look per statement instead of one per row.
CREATE FUNCTION ieum_run_results_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ieum_notify_change('deployment', d."devopsProjectId", d."id")
  FROM "ContinuousDeployment" d
  WHERE d."id" IN (SELECT r."deploymentId" FROM "SyncRun" r WHERE r."id" IN (SELECT c."runId" FROM changed c));
  RETURN NULL;
END;
$$;

CREATE FUNCTION ieum_lease_moved() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('ieum_wake', NEW."deploymentId"::text);
  RETURN NULL;
END;
$$;

CREATE TRIGGER ieum_changed AFTER INSERT OR DELETE ON "ContinuousDeployment"
  FOR EACH ROW EXECUTE FUNCTION ieum_row_changed('deployment');
CREATE TRIGGER ieum_updated AFTER UPDATE ON "ContinuousDeployment"
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION ieum_row_changed('deployment');

CREATE TRIGGER ieum_changed AFTER INSERT OR DELETE ON "CodeRepository"
  FOR EACH ROW EXECUTE FUNCTION ieum_row_changed('repository');
CREATE TRIGGER ieum_updated AFTER UPDATE ON "CodeRepository"
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION ieum_row_changed('repository');

-- A probe that found what the last one found is no news.
CREATE TRIGGER ieum_changed AFTER INSERT OR DELETE ON "Cluster"
  FOR EACH ROW EXECUTE FUNCTION ieum_row_changed('cluster');
CREATE TRIGGER ieum_updated AFTER UPDATE ON "Cluster"
  FOR EACH ROW
  WHEN ((to_jsonb(OLD) - 'checkedAt' - 'updatedAt') IS DISTINCT FROM (to_jsonb(NEW) - 'checkedAt' - 'updatedAt'))
  EXECUTE FUNCTION ieum_row_changed('cluster');

-- A refresh that changed nothing but "last checked" is no news.
CREATE TRIGGER ieum_changed AFTER INSERT OR DELETE ON "DeploymentStatus"
  FOR EACH ROW EXECUTE FUNCTION ieum_deployment_child_changed();
CREATE TRIGGER ieum_updated AFTER UPDATE ON "DeploymentStatus"
  FOR EACH ROW
  WHEN ((to_jsonb(OLD) - 'lastCheckedAt') IS DISTINCT FROM (to_jsonb(NEW) - 'lastCheckedAt'))
  EXECUTE FUNCTION ieum_deployment_child_changed();

CREATE TRIGGER ieum_changed AFTER INSERT OR DELETE ON "SyncRun"
  FOR EACH ROW EXECUTE FUNCTION ieum_deployment_child_changed();
CREATE TRIGGER ieum_updated AFTER UPDATE ON "SyncRun"
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION ieum_deployment_child_changed();

CREATE TRIGGER ieum_inserted AFTER INSERT ON "SyncRunResult"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION ieum_run_results_changed();
CREATE TRIGGER ieum_updated AFTER UPDATE ON "SyncRunResult"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION ieum_run_results_changed();

CREATE TRIGGER ieum_inserted AFTER INSERT ON "ReconcileLease"
  FOR EACH ROW EXECUTE FUNCTION ieum_lease_moved();
CREATE TRIGGER ieum_updated AFTER UPDATE ON "ReconcileLease"
  FOR EACH ROW
  WHEN (NEW."wakeSeq" IS DISTINCT FROM OLD."wakeSeq" OR NEW."nextAt" < OLD."nextAt")
  EXECUTE FUNCTION ieum_lease_moved();
