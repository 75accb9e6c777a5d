/**
 * The first steps of an installation, each by its own person: the administrator makes somebody who manages users, that one makes a user,
 * who replaces the password that was handed over; a workspace is made for the new user, who then is disabled.
 */
import type { BrowserContext, Locator, Page } from 'playwright/test'
import { askDatabase } from './support/ask-database.ts'
import { openRowMenu, row, unused } from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { installation } from './support/installation.ts'

const HANDED_OVER = 'Handed-Over-2026'

const dialogOf = (page: Page): Locator => page.getByRole('dialog')

type Wanted = { username: string; password: string; role?: string; keep?: boolean }

async function fillUser(page: Page, { username, password, role, keep = false }: Wanted): Promise<Locator> {
  await page.getByRole('button', { name: '사용자 생성' }).first().click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('사용자 이름').fill(username)
  await dialog.getByLabel('이메일').fill(`${username}@example.com`)
  if (role) await dialog.getByRole('radio', { name: role }).check()
  await dialog
    .getByLabel('비밀번호', { exact: false })
    .and(dialog.locator('input[autocomplete=new-password]'))
    .fill(password)
  if (keep) await dialog.getByRole('checkbox', { name: '처음 로그인할 때 비밀번호 변경' }).uncheck()
  return dialog
}

async function createUser(page: Page, wanted: Wanted): Promise<void> {
  const dialog = await fillUser(page, wanted)
  await dialog.getByRole('button', { name: '생성', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, wanted.username)).toBeVisible()
}

async function logInWith(page: Page, username: string, password: string): Promise<void> {
  await page.goto('about:blank')
  await page.context().clearCookies()
  await page.goto('/login')
  await page.getByLabel('사용자 이름').fill(username)
  await page.getByLabel('비밀번호', { exact: true }).fill(password)
  await page.getByRole('button', { name: '로그인', exact: true }).click()
}

/** The session's cookies as a header: what another window of the same person would send. */
const cookieHeader = async (context: BrowserContext): Promise<string> =>
  (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')

const ask = (cookie: string, path: string) => fetch(`${installation().url}${path}`, { headers: { cookie } })

test('the first people and the first workspace of an installation', async ({ page, logIn, picture }) => {
  test.setTimeout(240_000)
  const [people, newcomer, team] = [unused('people'), unused('newcomer'), unused('team')]

  await test.step('the administrator makes somebody who manages users', async () => {
    await logIn('admin')
    await page.getByRole('button', { name: /사용자 메뉴/ }).click()
    await page.getByRole('menuitem', { name: '플랫폼 관리' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '사용자' })).toBeVisible()
    const dialog = await fillUser(page, {
      ...{ username: people, password: installation().password, role: '사용자 관리자', keep: true },
    })
    await picture('platform-user-create')
    await dialog.getByRole('button', { name: '생성', exact: true }).click()
    await expect(row(page, people)).toContainText('사용자 관리자')
    await picture('platform-users')
  })

  await test.step('that one starts on the platform, sees only users there, and makes one who must change the password', async () => {
    await logIn(people)
    await expect(page).toHaveURL(/\/platform\/users$/)
    await expect(page.getByRole('navigation', { name: '플랫폼 메뉴' }).getByRole('link')).toHaveText(['사용자'])
    const admin = page.getByRole('row').filter({ has: page.getByText('admin@example.com', { exact: true }) })
    await expect(admin).toBeVisible()
    await expect(admin.getByRole('button')).toHaveCount(0)
    await page.getByRole('button', { name: '사용자 생성' }).click()
    // Nobody but an administrator makes an administrator.
    await expect(dialogOf(page).getByRole('radio')).toHaveCount(3)
    await dialogOf(page).getByRole('button', { name: '취소' }).click()
    await createUser(page, { username: newcomer, password: HANDED_OVER })
    await expect(row(page, newcomer)).toContainText('비밀번호 변경 대기')
    expect((await page.goto('/platform/workspaces'))?.ok()).toBe(true)
    await expect(page.getByText('platform.workspaces.view')).toBeVisible()
    await picture('platform-forbidden')
  })

  await test.step('the new user reaches nothing but the change of the password', async () => {
    await logInWith(page, newcomer, HANDED_OVER)
    await expect(page).toHaveURL(/\/change-password$/)
    await page.goto('/workspaces')
    await expect(page).toHaveURL(/\/change-password$/)
    const cookie = await cookieHeader(page.context())
    expect((await ask(cookie, '/api/search?search=a')).status).toBe(403)
    await page.getByLabel('새 비밀번호').fill('short')
    await page.getByRole('button', { name: '변경하고 계속' }).click()
    await expect(page.getByText('8자 이상 입력하십시오')).toBeVisible()
    await page.getByLabel('새 비밀번호').fill(installation().password)
    await picture('platform-change-password')
    await page.getByRole('button', { name: '변경하고 계속' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '속한 워크스페이스가 없습니다' })).toBeVisible()
    expect((await ask(cookie, '/api/search?search=a')).status).toBe(401)
    await picture('platform-no-workspace')
    expect((await page.request.get('/platform/users')).status()).toBe(404)
  })

  await test.step('a workspace is made with its administrator and a cluster, and that one starts there', async () => {
    await logIn('admin')
    await page.goto('/platform/workspaces')
    await page.getByRole('button', { name: '워크스페이스 생성' }).first().click()
    const dialog = dialogOf(page)
    await dialog.getByLabel('이름', { exact: false }).first().fill(team)
    await dialog.getByRole('combobox').click()
    await page.getByRole('combobox', { name: '이름, 이메일 검색' }).fill(newcomer)
    await page.getByRole('option', { name: newcomer }).click()
    await dialog.getByRole('checkbox', { name: 'sandbox' }).check()
    await picture('platform-workspace-create')
    await dialog.getByRole('button', { name: '생성', exact: true }).click()
    await expect(row(page, team)).toContainText(newcomer)
    await picture('platform-workspaces')
    await openRowMenu(page, 'demo-workspace', '삭제')
    await expect(dialogOf(page)).toContainText('demo-devops')
    await picture('platform-workspace-in-use')
    await dialogOf(page).getByRole('button', { name: '닫기' }).last().click()
    await logIn(newcomer)
    await expect(page).toHaveURL(new RegExp(`/workspaces/${team}/`))
  })

  await test.step('disabling bites at the next request', async () => {
    const cookie = await cookieHeader(page.context())
    expect((await ask(cookie, '/api/search?search=a')).status).toBe(200)
    await logIn(people)
    await openRowMenu(page, newcomer, '사용 중지')
    await picture('platform-user-disable')
    await dialogOf(page).getByRole('button', { name: '사용 중지' }).click()
    await expect(row(page, newcomer)).toContainText('사용 중지됨')
    expect((await ask(cookie, '/api/search?search=a')).status).toBe(401)
    await logInWith(page, newcomer, installation().password)
    await expect(page.getByText('사용자 이름 또는 비밀번호가 맞지 않습니다.')).toBeVisible()
  })

  await test.step('the people’s list in the dark, in English and on a narrow screen', async () => {
    const look = (name: string, value: string) => page.context().addCookies([{ name, value, url: installation().url }])
    await logIn('admin')
    await look('ieum-theme', 'dark')
    await page.goto('/platform/users')
    await expect(row(page, people)).toBeVisible()
    await picture('platform-users-dark')
    await look('ieum-theme', 'light')
    await look('ieum-locale', 'en')
    await page.setViewportSize({ width: 1024, height: 768 })
    await page.goto('/platform/users')
    await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible()
    await picture('platform-users-en-narrow')
    await page.goto('/platform/workspaces')
    await expect(row(page, team)).toBeVisible()
    await picture('platform-workspaces-en-narrow')
  })

  const acts = await askDatabase<{ action: string; actorName: string }>(
    'SELECT "action", "actorName" FROM "AuditEvent" WHERE "targetName" = ANY($1) ORDER BY "at"',
    [[newcomer, team]],
  )
  const told = acts.map(({ action, actorName }) => `${actorName} ${action}`)
  expect(told).toEqual(
    expect.arrayContaining([
      `${people} user.create`,
      `${newcomer} user.renew-password`,
      'admin workspace.create',
      'admin member.set-role',
      `${people} user.disable`,
    ]),
  )
})
