/** One managed object as it is and as a synchronisation would make it, with who wrote what differs. */
import type { Actor, DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { ownerOf } from '#lib/engine/door.ts'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { findObjectPreview, toDifferences } from '#lib/features/deployments/public.ts'
import { afterSync, namedPath, type Change } from './after-sync.ts'
import { manifestText, shownObject } from './to-detail.ts'
import type { ComparedField, ObjectComparison, ObjectPreview } from './types.ts'

/** A longer text is not compared line by line. Characters. */
const LONGEST = 300_000

const findItem = async (scope: DevopsScope, name: string, key: string) => {
  const row = await db.inventoryItem.findFirst({
    where: { key, hook: false, deployment: { devopsProjectId: scope.devopsProjectId, name } },
    select: {
      ...{ deploymentId: true, clusterId: true, group: true, version: true, kind: true, namespace: true, name: true },
      ...{ differences: true, uid: true, sync: true },
    },
  })
  if (!row) throw new AppError('NOT_FOUND')
  return row
}

/** When the manager last wrote anything in the object; null when nobody knows. */
function writtenAt(object: KubeObject | null, manager: string): string | null {
  const times = (object?.metadata.managedFields ?? []).flatMap((entry) =>
    entry.manager === manager && entry.time !== undefined ? [entry.time] : [],
  )
  return times.toSorted().at(-1) ?? null
}

type Item = Awaited<ReturnType<typeof findItem>>

/** The engine has looked into this very object, which it does only where the policy lets the deployment. */
const isCompared = ({ metadata }: KubeObject, { uid, sync, differences }: Item): boolean =>
  uid !== '' && metadata.uid === uid && (sync === 'Synced' || toDifferences(differences).length > 0)

/**
 * The object, if it carries the deployment's mark. What another one owns its people may see, not these. One that nobody owns may be anybody's:
 * the inventory also lists what a manifest only names, in whosever namespace.
 */
function ownOnly(object: KubeObject | null, item: Item): KubeObject | null {
  const owner = object && ownerOf(object)
  return owner === item.deploymentId || (object && owner === null && isCompared(object, item)) ? object : null
}

/**
 * The comparison of one object that the deployment manages: the differences are the engine's last verdict, the live object is read now.
 * Throws NOT_FOUND for an object that the deployment does not manage, and the cluster's failures.
 */
export async function compareObject(
  scope: DevopsScope,
  { name, key }: { name: string; key: string },
): Promise<ObjectComparison> {
  const item = await findItem(scope, name, key)
  const { clusterId, differences, group, version, kind, namespace } = item
  const live = await (await kubeForCluster(clusterId)).get({ group, version, kind, namespace, name: item.name })
  const own = ownOnly(live, item)
  const shown = own && shownObject(own)
  const fields = toDifferences(differences)
  // Written by the engine only, in one shape; what could not be read is in neither list.
  const after = shown && fields.length > 0 ? afterSync(shown, (differences as Change[]).slice(0, fields.length)) : null
  const texts = { live: shown ? manifestText(shown) : '', after: after ? manifestText(after) : '' }
  const isTooLong = Math.max(texts.live.length, texts.after.length) > LONGEST
  return {
    // That there is something is told of what the engine has seen, and of no other.
    exists: own !== null || (live !== null && item.uid !== ''),
    fields: fields.map((field): ComparedField => ({
      ...field,
      path: namedPath(field.pointer, shown),
      changedAt: writtenAt(own, field.owner),
    })),
    ...(isTooLong ? { live: '', after: '' } : texts),
    isTooLong,
    resourceVersion: own?.metadata.resourceVersion ?? '',
  }
}

/** How the object of the person's preview would be made, as far as the engine has said. */
export async function readObjectPreview(scope: DevopsScope, actor: Actor, id: string): Promise<ObjectPreview> {
  const { outcome, ...preview } = await findObjectPreview(scope, actor, id)
  if (outcome.state !== 'Succeeded') return { ...preview, outcome }
  const { object, isJudged } = outcome.plan
  // Written by the engine from an object of the API server.
  const text = manifestText(shownObject(JSON.parse(object) as KubeObject))
  return { ...preview, outcome: { state: 'Succeeded', plan: { text: text.length > LONGEST ? '' : text, isJudged } } }
}
