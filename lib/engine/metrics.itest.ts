import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { db } from '#lib/db/client.ts'
import { freePort } from '#scripts/bootstrap/ports.mjs'
import { createFleetMetrics } from './store/fleet.ts'
import { type TestDeployment, type World, configMap, createWorld, statusWhen } from './testing/world.ts'

describe('what an engine tells Prometheus', () => {
  let world: World
  let port: number
  let deployment: TestDeployment

  beforeAll(async () => {
    world = await createWorld()
    port = await freePort()
    world.startEngine({ IEUM_ENGINE_METRICS: `127.0.0.1:${port}` })
    deployment = await world.deploy({ files: { 'c.yaml': configMap('settings', 'one') } })
    await statusWhen(deployment.id, ({ sync }) => sync === 'Synced')
  })
  afterAll(() => world.end())

  const scrape = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  const fleetLine = (state: string) => {
    const { namespace: name } = deployment
    return `ieum_deployment_info{workspace="${name}",devops_project="${name}",deployment="${name}",${state}} 1`
  }

  it('has each deployment with its state', async () => {
    expect(await scrape()).toContain(fleetLine('health="Healthy",sync="Synced",automatic="true"'))
  })

  it('knows that one is paused, and for how long', async () => {
    const pause = (until: string | null) =>
      db.continuousDeployment.update({
        where: { id: deployment.id },
        data: { pause: { reason: '', by: 'tester', at: '', until } },
      })
    await pause(null)
    expect(await scrape()).toContain(fleetLine('health="Healthy",sync="Synced",automatic="false"'))
    await pause('2000-01-01T00:00:00Z')
    expect(await scrape()).toContain(fleetLine('health="Healthy",sync="Synced",automatic="true"'))
  })

  it('counts what it did, by how it ended', async () => {
    const text = await scrape()
    expect(text).toContain('ieum_sync_runs_total{phase="Succeeded"} 1')
    expect(text).toMatch(/ieum_pass_seconds_count\{reason="\w+",result="done"\} [1-9]/)
    expect(text).toMatch(/ieum_kube_call_seconds_count\{method="PATCH",result="20[01]"\} [1-9]/)
    expect(text).toMatch(/ieum_git_command_seconds_count\{command="fetch",result="ok"\} [1-9]/)
    expect(text).toMatch(/ieum_git_command_seconds_count\{command="ls-remote",result="ok"\} [1-9]/)
    expect(text).toMatch(/ieum_render_seconds_count\{result="ok"\} [1-9]/)
    expect(text).toMatch(/^ieum_database_up 1$/m)
  })

  it('tells no state that it cannot know', async () => {
    const registry = new Registry()
    const refresh = createFleetMetrics(registry)
    await refresh()
    expect(await registry.metrics()).toContain(deployment.namespace)
    await db.$executeRaw`ALTER TABLE "ContinuousDeployment" RENAME TO "Away"`
    try {
      await refresh()
      const text = await registry.metrics()
      expect(text).not.toContain(deployment.namespace)
      expect(text).toMatch(/^ieum_database_up 0$/m)
    } finally {
      await db.$executeRaw`ALTER TABLE "Away" RENAME TO "ContinuousDeployment"`
    }
  })
})
