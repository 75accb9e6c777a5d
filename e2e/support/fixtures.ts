/** The stories' test object: a page that fails its story on any console error, failed request or policy violation. */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test as base, expect, type Page } from 'playwright/test'
import { installation } from './installation.ts'

const PICTURES = join(import.meta.dirname, '..', '..', '.build', 'e2e', 'pictures')

export type Fixtures = {
  /** Logs in through the log-in page, whoever was logged in before. */
  logIn: (username: string) => Promise<void>
  /** Saves a screenshot for people to look at, after axe found nothing to mend on what it shows. */
  picture: (name: string) => Promise<void>
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Finding = { id: string; nodes: { target: string[] }[] }

/** Waits for colours and places that are on their way: half-way between two good ones the contrast may be too low. Spinners go on. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished),
    ),
  )

/** WCAG 2.2 A and AA of the page, or of the topmost dialog alone (what is behind it is inert). */
async function accessibilityFindings(page: Page): Promise<string[]> {
  await settled(page)
  await page.evaluate(AXE)
  const findings = await page.evaluate(async () => {
    const axe = (
      globalThis as unknown as { axe: { run: (root: unknown, options: unknown) => Promise<{ violations: Finding[] }> } }
    ).axe
    const root = [...document.querySelectorAll('[role=dialog],[role=alertdialog]')].at(-1) ?? document
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    return (await axe.run(root, { runOnly: { type: 'tag', values: tags } })).violations
  })
  return findings.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

/** Aborted requests are the browser's own doing when a page is left. */
const ABORTED = 'net::ERR_ABORTED'

function watchFaults(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`)
  })
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    if (why !== ABORTED) faults.push(`request failed: ${request.url()} ${why}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`)
  })
}

export const test = base.extend<Fixtures>({
  baseURL: async ({}, provide) => provide(installation().url),
  page: async ({ page }, provide) => {
    const faults: string[] = []
    watchFaults(page, faults)
    await provide(page)
    expect(faults, 'the story went through without an error in the browser').toEqual([])
  },
  logIn: async ({ page }, provide) => {
    await provide(async (username) => {
      // No page is open while its session goes: it would ask on and be refused.
      await page.goto('about:blank')
      await page.context().clearCookies()
      await page.goto('/login')
      await page.getByLabel('사용자 이름').fill(username)
      await page.getByLabel('비밀번호', { exact: true }).fill(installation().password)
      await page.getByRole('button', { name: '로그인', exact: true }).click()
      await expect(page).not.toHaveURL(/\/login/)
    })
  },
  picture: async ({ page }, provide) => {
    mkdirSync(PICTURES, { recursive: true })
    await provide(async (name) => {
      expect(await accessibilityFindings(page), `axe on ${name}`).toEqual([])
      await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' })
    })
  },
})

export { expect }
