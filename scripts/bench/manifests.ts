/** The objects that are deployed. JSON is YAML: one document per line of dashes. */
import type { CommitStep } from '#scripts/git-server/history.ts'

export type Manifest = {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string }
  [field: string]: unknown
}

/** A Deployment whose image changes with `tag`. */
export const deployment = (name: string, tag: string, replicas: number): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'web', image: `registry.example/web:${tag}`, ports: [{ containerPort: 8080 }] }] },
    },
  },
})

export const service = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
})

export const configMap = (name: string, value: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { value },
})

export const namespace = (name: string): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })

export const inNamespace = (manifest: Manifest, name: string): Manifest => ({
  ...manifest,
  metadata: { ...manifest.metadata, namespace: name },
})

/** A commit of a repository in which every folder holds the objects of one deployment. */
export const commitOfFolders = (
  folders: ReadonlyMap<string, readonly Manifest[]>,
  message: string,
  at: number,
): CommitStep => ({
  branch: 'main',
  message,
  at,
  files: Object.fromEntries(
    [...folders].map(([folder, objects]) => [
      `${folder}/all.yaml`,
      objects.map((object) => JSON.stringify(object)).join('\n---\n'),
    ]),
  ),
})
