/** Something with a page of its own, as the search everywhere finds it. */
export type SearchHit = { name: string; alias: string; workspace: string } & (
  | { kind: 'workspace' }
  | { kind: 'devops' }
  | { kind: 'deployment' | 'repository'; devopsProject: string }
  | { kind: 'project'; cluster: string }
)
