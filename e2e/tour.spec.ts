/**
 * The main pages with deployments in different states, each as people see it: wide and narrow, light and dark, Korean and English.
 * The pictures of README and docs/ come from here (`npm run pictures`); every one of them has passed axe.
 */
import type { Page } from 'playwright/test'
import { namesAt } from './support/api-server.ts'
import {
  deleteDeployment,
  deleteRepository,
  DEPLOYMENTS,
  importRepository,
  openSettings,
  row,
  SERVICES,
  submitDeployment,
} from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { serveRepository } from './support/git.ts'
import { installation } from './support/installation.ts'
import { SHOP, SHOP_STATES } from './support/shop.ts'

const REPOSITORY = 'podcast-shop'

/** Every way the console can look; the first is the one that people meet first. */
const LOOKS = [
  { suffix: '', locale: 'ko', theme: 'light', width: 1440 },
  { suffix: '-dark', locale: 'ko', theme: 'dark', width: 1440 },
  { suffix: '-en', locale: 'en', theme: 'light', width: 1440 },
  { suffix: '-en-dark', locale: 'en', theme: 'dark', width: 1440 },
  { suffix: '-narrow', locale: 'ko', theme: 'light', width: 1024 },
] as const

async function deployAll(page: Page): Promise<void> {
  await importRepository(page, REPOSITORY, serveRepository(REPOSITORY, SHOP))
  for (const { name, alias, manual } of SHOP_STATES) {
    await openSettings(page, name, REPOSITORY, alias)
    await page.getByLabel('매니페스트 파일 경로').fill(name)
    await page.getByRole('radio', { name: manual ? '수동 동기화' : '자동 동기화' }).check()
    await submitDeployment(page)
    await expect(row(page, name)).toHaveCount(1)
  }
}

test('the main pages, in every look', async ({ page, logIn, picture, context }) => {
  test.setTimeout(600_000)
  await logIn('project-regular')
  await deployAll(page)
  for (const { name, words } of SHOP_STATES) for (const word of words) await expect(row(page, name)).toContainText(word)

  const pages: { name: string; path: string; ready: (page: Page) => Promise<void> }[] = [
    { name: 'list', path: DEPLOYMENTS, ready: async (at) => expect(row(at, 'podcast-web')).toBeVisible() },
    {
      name: 'detail',
      path: `${DEPLOYMENTS}/podcast-web`,
      ready: async (at) => expect(at.getByRole('tab').first()).toBeVisible(),
    },
    { name: 'services', path: SERVICES, ready: async (at) => expect(row(at, 'podcast-web')).toBeVisible() },
  ]
  for (const look of LOOKS)
    await test.step(`looks${look.suffix}`, async () => {
      await page.setViewportSize({ width: look.width, height: 900 })
      await context.addCookies([
        { name: 'ieum-locale', value: look.locale, url: installation().url },
        { name: 'ieum-theme', value: look.theme, url: installation().url },
      ])
      for (const { name, path, ready } of pages) {
        await page.goto(path)
        await ready(page)
        await picture(`tour-${name}${look.suffix}`)
      }
    })

  await test.step('leaves the cluster as it was', async () => {
    await context.addCookies([{ name: 'ieum-locale', value: 'ko', url: installation().url }])
    await page.setViewportSize({ width: 1440, height: 900 })
    for (const { name } of SHOP_STATES) await deleteDeployment(page, name)
    await deleteRepository(page, REPOSITORY)
    expect(await namesAt('/apis/apps/v1/namespaces/demo-project/deployments')).not.toContain('podcast-web')
  })
})
