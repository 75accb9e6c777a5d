import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encryptSecret } from '#lib/crypto/secrets.ts'
import { toJson } from '#lib/core/json.ts'
import { db } from '#lib/db/client.ts'
import { addRepository, createWorld, type World } from '#lib/testing/world.ts'
import { deploymentSpecSchema } from '../model/spec.ts'
import { loadSnapshot } from './snapshot.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.destroy())

/** A deployment whose repository signs in with a secret that was given for `boundTo`. */
async function deploymentWith(name: string, boundTo: string, secret?: string): Promise<string> {
  const { devopsProjectId } = world.acme.devops
  const repositoryId = await addRepository(world.acme.devops, name, 'https://git.example.com/web.git')
  const { id } = await db.credential.create({
    data: { devopsProjectId, name, type: 'access_token', username: 'robot', secret: '', boundTo },
  })
  const sealed = secret ?? encryptSecret('hunter2', { table: 'Credential', id, column: 'secret' })
  await db.credential.update({ where: { id }, data: { secret: sealed } })
  await db.codeRepository.update({ where: { id: repositoryId }, data: { credentialId: id } })
  const deployment = await db.continuousDeployment.create({
    data: {
      ...{ devopsProjectId, name, repositoryId, clusterId: world.acme.project.clusterId, namespace: 'acme-shop' },
      spec: toJson(deploymentSpecSchema.parse({ source: {}, syncPolicy: {} })),
    },
  })
  return deployment.id
}

describe('the secret of a repository', () => {
  it('goes to the host it was given for', async () => {
    const snapshot = await loadSnapshot(await deploymentWith('same', 'https://git.example.com'))
    expect(snapshot?.repository.remote.credential).toEqual({
      ...{ type: 'password', username: 'robot', secret: 'hunter2' },
    })
  })

  it('goes to no other host', async () => {
    const snapshot = await loadSnapshot(await deploymentWith('other', 'https://git.example.org'))
    expect(() => snapshot?.repository.remote).toThrowError(expect.objectContaining({ reason: 'git_credential_host' }))
  })

  it('that cannot be opened any more leaves the rest readable, so that the deployment can still be deleted', async () => {
    const snapshot = await loadSnapshot(await deploymentWith('sealed', 'https://git.example.com', 'v1:gone:a:b:c'))
    expect(snapshot).toMatchObject({ name: 'sealed', namespace: 'acme-shop' })
    expect(() => snapshot?.repository.remote).toThrowError()
  })
})
