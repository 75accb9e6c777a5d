/** What console and engine tell Prometheus, as `npm start` runs them. */
import { DEPLOYMENTS } from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { installation } from './support/installation.ts'

const scrape = async (port: number) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()

test('console and engine tell their metrics at addresses of their own, and nowhere else', async ({ page, logIn }) => {
  const { url, metrics } = installation()
  await logIn('project-regular')
  await page.goto(DEPLOYMENTS)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  const ofConsole = await scrape(metrics.console)
  expect(ofConsole).toMatch(/^ieum_request_seconds_count\{entry="deployments\.list",result="ok"\} [1-9]/m)
  expect(ofConsole).toMatch(/^process_resident_memory_bytes [1-9]/m)
  const ofEngine = await scrape(metrics.engine)
  expect(ofEngine).toMatch(/^ieum_database_up 1$/m)
  expect(ofEngine).toMatch(/^ieum_deployments_waiting_seconds \d/m)

  for (const path of ['/metrics', '/api/metrics']) {
    const answer = await fetch(`${url}${path}`, { redirect: 'manual' })
    expect(await answer.text(), path).not.toContain('ieum_request')
  }
})
