/**
 * The main pages with deployments in different states, each as people see it: wide and narrow, light and dark, Korean and English.
 * The pictures of README and docs/ come from here (`npm run pictures`); every one of them has passed axe.
 */
import type { BrowserContext, Page } from 'playwright/test'
import { namesAt } from './support/api-server.ts'
import {
  deleteDeployment,
  deleteRepository,
  DEPLOYMENTS,
  importRepository,
  openRowMenu,
  openSettings,
  PROJECT,
  REPOSITORIES,
  row,
  SERVICES,
  submitDeployment,
} from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { pushEdit, serveRepository } from './support/git.ts'
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

async function takeOn(
  page: Page,
  context: BrowserContext,
  look: Omit<(typeof LOOKS)[number], 'suffix'>,
): Promise<void> {
  await page.setViewportSize({ width: look.width, height: 900 })
  await context.addCookies([
    { name: 'ieum-locale', value: look.locale, url: installation().url },
    { name: 'ieum-theme', value: look.theme, url: installation().url },
  ])
}

const says = (text: string) => async (page: Page) => expect(page.getByText(text).first()).toBeVisible()

/** Frozen before a release: Git goes on without it. */
async function fallBehind(page: Page, name: string, url: string): Promise<void> {
  await openRowMenu(page, name, '일시 중지')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('이유').fill('연말 배포 동결')
  await dialog.getByRole('button', { name: '일시 중지' }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, name)).toContainText('연말 배포 동결')
  pushEdit(url, `${name}/settings.yaml`, 'feat: 수집 주기를 줄임', (text) => text.replace('15m', '5m'))
  pushEdit(url, `${name}/workload.yaml`, 'feat: 수집기 0.9.0', (text) => text.replace('0.8.3', '0.9.0'))
  await expect(row(page, name)).toContainText('동기화되지 않음')
}

async function deployAll(page: Page): Promise<void> {
  const url = serveRepository(REPOSITORY, SHOP)
  await importRepository(page, REPOSITORY, url)
  for (const { name, alias, manual } of SHOP_STATES) {
    await openSettings(page, name, REPOSITORY, alias)
    await page.getByLabel('매니페스트 파일 경로').fill(name)
    await page.getByRole('radio', { name: manual ? '수동 동기화' : '자동 동기화' }).check()
    await submitDeployment(page)
    await expect(row(page, name)).toHaveCount(1)
  }
  for (const { name, words } of SHOP_STATES) for (const word of words) await expect(row(page, name)).toContainText(word)
  await fallBehind(page, 'feed-crawler', url)
}

test('the main pages, in every look', async ({ page, logIn, picture, context }) => {
  test.setTimeout(600_000)
  await logIn('project-regular')
  await deployAll(page)
  const project = SERVICES.replace(/services$/, '')
  const shows = (name: string) => async (at: Page) => expect(row(at, name).first()).toBeVisible()
  const pages: { name: string; path: string; ready: (page: Page) => Promise<void> }[] = [
    { name: 'list', path: DEPLOYMENTS, ready: shows('podcast-web') },
    { name: 'detail', path: `${DEPLOYMENTS}/podcast-web`, ready: shows('podcast-web') },
    { name: 'tree', path: `${DEPLOYMENTS}/podcast-web?tab=resources`, ready: says('ReplicaSet') },
    { name: 'compare', path: `${DEPLOYMENTS}/feed-crawler?tab=compare`, ready: says('INTERVAL') },
    { name: 'create', path: `${DEPLOYMENTS}/~create`, ready: async (at) => expect(at.locator('form')).toBeVisible() },
    { name: 'repositories', path: REPOSITORIES, ready: shows(REPOSITORY) },
    { name: 'overview', path: `${project}overview`, ready: says('payment-gateway') },
    { name: 'workloads', path: `${project}workloads`, ready: shows('podcast-web') },
    { name: 'pods', path: `${project}pods`, ready: shows('podcast-web') },
    { name: 'config', path: `${project}config`, ready: shows('podcast-web-settings') },
    { name: 'services', path: SERVICES, ready: shows('podcast-web') },
  ]
  for (const look of LOOKS)
    await test.step(`looks${look.suffix}`, async () => {
      await takeOn(page, context, look)
      for (const { name, path, ready } of pages) {
        await page.goto(path)
        await ready(page)
        await picture(`tour-${name}${look.suffix}`)
      }
    })

  await test.step('leaves the cluster as it was', async () => {
    await takeOn(page, context, LOOKS[0])
    for (const { name } of SHOP_STATES) await deleteDeployment(page, name)
    await deleteRepository(page, REPOSITORY)
    expect(await namesAt('/apis/apps/v1/namespaces/demo-project/deployments')).not.toContain('podcast-web')
  })
})

/** Pages of people and places: by name, where they are. */
const PLACES = {
  users: '/platform/users',
  workspaces: '/platform/workspaces',
  clusters: '/platform/clusters',
  githosts: '/platform/git-hosts',
  audit: '/platform/audit',
  workspace: '/workspaces/demo-workspace/overview',
  members: '/workspaces/demo-workspace/members',
  credentials: '/workspaces/demo-workspace/devops-projects/demo-devops/credentials',
  operators: '/workspaces/demo-workspace/devops-projects/demo-devops/members',
  roles: '/workspaces/demo-workspace/devops-projects/demo-devops/roles',
  policy: '/workspaces/demo-workspace/devops-projects/demo-devops/policy',
  settings: '/workspaces/demo-workspace/devops-projects/demo-devops/settings',
  quota: `${PROJECT}/settings`,
  profile: '/profile',
}

test('the pages of people and places, in three looks', async ({ page, logIn, picture, context }) => {
  test.setTimeout(400_000)
  await logIn('admin')
  for (const look of LOOKS.filter(({ suffix }) => ['', '-en-dark', '-narrow'].includes(suffix)))
    await test.step(`looks${look.suffix}`, async () => {
      await takeOn(page, context, look)
      for (const [name, path] of Object.entries(PLACES)) {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
        await picture(`tour-${name}${look.suffix}`)
      }
    })
  await takeOn(page, context, LOOKS[0])
  expect(await namesAt('/api/v1/namespaces')).toContain('demo-project')
})
