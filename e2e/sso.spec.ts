/**
 * Single sign-on from nothing: the administrator registers a real provider on loopback and gives one of its groups a role; somebody whom
 * the console has never seen signs in on the provider's own pages, sees what the role allows and nothing else, and has lost it at the next
 * log-in after the group is gone.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { CLIENT, startProvider, type TestProvider } from '../lib/oidc/testing/provider.ts'
import { askDatabase } from './support/ask-database.ts'
import { DEPLOYMENTS, openRowMenu, REPOSITORIES, row, unused } from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { installation } from './support/installation.ts'

const PAGE = '/platform/single-sign-on'
const MEMBERS = DEPLOYMENTS.replace(/deployments$/, 'members')
const LOOKS = [
  { suffix: '', locale: 'ko', theme: 'light', width: 1440 },
  { suffix: '-dark', locale: 'ko', theme: 'dark', width: 1440 },
  { suffix: '-en', locale: 'en', theme: 'light', width: 1440 },
  { suffix: '-narrow', locale: 'ko', theme: 'light', width: 1024 },
] as const

/** Shows the open page in every look, and leaves it in the first. */
async function pictures(page: Page, picture: (name: string) => Promise<void>, name: string): Promise<void> {
  for (const { suffix, locale, theme, width } of [...LOOKS, LOOKS[0]]) {
    await page.setViewportSize({ width, height: 900 })
    const url = installation().url
    await page.context().addCookies([
      { name: 'ieum-locale', value: locale, url },
      { name: 'ieum-theme', value: theme, url },
    ])
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('lang', locale)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await picture(`${name}${suffix}`)
  }
}

/** The provider's pages ask for a font of another host. */
const keepInside = (page: Page) =>
  page.context().route(/fonts\.googleapis\.com/, (route) => route.fulfill({ contentType: 'text/css', body: '' }))

async function leave(page: Page): Promise<void> {
  // No page is open while its session goes: it would ask on and be refused.
  await page.goto('about:blank')
  await page.context().clearCookies()
}

/** Types a log-in into the provider's own page and agrees to what the console asks for. */
async function agree(page: Page, provider: TestProvider, login: string): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${provider.issuer}/interaction/`))
  await page.getByPlaceholder('Enter any login').fill(login)
  await page.getByPlaceholder('and password').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

const rolesOf = (username: string) =>
  askDatabase<{ role: string; provider: string; workspaceRole: string }>(
    `SELECT m."role"::text AS role, p."name" AS provider, w."role"::text AS "workspaceRole"
       FROM "User" u JOIN "DevopsProjectMember" m ON m."userId" = u."id" JOIN "IdentityProvider" p ON p."id" = m."providerId"
       JOIN "WorkspaceMember" w ON w."userId" = u."id" WHERE u."username" = $1 AND u."passwordHash" IS NULL`,
    [username],
  )

test('from a provider to a role and back', async ({ page, logIn, picture }) => {
  test.setTimeout(240_000)
  const name = unused('acme')
  const [mina, nobody] = [unused('mina'), unused('nobody')]
  const provider = await startProvider([`${installation().url}/login/sso/${name}`])
  provider.people.set(mina, { preferred_username: mina, email: `${mina}@example.com`, groups: ['deployers'] })
  provider.people.set(nobody, {})
  await keepInside(page)

  await test.step('the administrator registers the provider, which is tried first', async () => {
    await logIn('admin')
    await page.goto(PAGE)
    await expect(page.getByText('로그인 제공자가 없습니다')).toBeVisible()
    await picture('sso-empty')
    await page.getByRole('button', { name: '제공자 추가' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('이름', { exact: false }).first().fill(name)
    await dialog.getByLabel('발급자 URL').fill(`${provider.issuer}/none`)
    await dialog.getByLabel('표시 이름').fill('Acme')
    await dialog.getByLabel('클라이언트 ID').fill(CLIENT.id)
    await dialog.getByLabel('클라이언트 비밀 값').fill(CLIENT.secret)
    await dialog.getByLabel('스코프').fill('profile email groups')
    await dialog.getByRole('checkbox', { name: '처음 로그인한 사람을 사용자로 만들기' }).check()
    await expect(dialog.getByText(`/login/sso/${name}`)).toBeVisible()
    await dialog.getByRole('button', { name: '확인하고 추가' }).click()
    await expect(dialog.getByRole('alert')).toContainText('OpenID Connect 규격과 다릅니다')
    await picture('sso-add-refused')
    await dialog.getByLabel('발급자 URL').fill(provider.issuer)
    await dialog.getByRole('button', { name: '확인하고 추가' }).click()
    await expect(dialog).toBeHidden()
    await page.getByRole('button', { name: '연결 테스트' }).click()
    await expect(page.getByText('PKCE(S256)를 지원합니다.')).toBeVisible()
  })

  await test.step('and gives a group a role', async () => {
    await page.getByRole('button', { name: '그룹 연결 추가' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('그룹').first().fill('deployers')
    await dialog.getByRole('radio', { name: 'DevOps 프로젝트' }).check()
    await dialog
      .getByLabel('워크스페이스', { exact: false })
      .and(dialog.locator('select'))
      .selectOption('demo-workspace')
    await dialog
      .getByLabel('DevOps 프로젝트', { exact: false })
      .and(dialog.locator('select'))
      .selectOption('demo-devops')
    await dialog.getByLabel('역할', { exact: false }).and(dialog.locator('select')).selectOption('operator')
    await picture('sso-map')
    await dialog.getByRole('button', { name: '그룹 연결 추가' }).click()
    await expect(dialog).toBeHidden()
    await expect(row(page, 'deployers')).toContainText('demo-workspace / demo-devops')
    await pictures(page, picture, 'sso-provider')
  })

  await test.step('somebody new signs in on the provider’s pages and lands where they wanted to go', async () => {
    await leave(page)
    await page.goto(DEPLOYMENTS)
    await expect(page).toHaveURL(/\/login\?next=/)
    await pictures(page, picture, 'sso-login')
    await page.getByRole('button', { name: 'Acme 계정으로 로그인' }).click()
    await agree(page, provider, mina)
    await expect(page).toHaveURL(new RegExp(`${DEPLOYMENTS}$`))
    await expect(page.getByRole('heading', { level: 1, name: '지속적 배포' })).toBeVisible()
    expect(await rolesOf(mina)).toEqual([{ role: 'operator', provider: name, workspaceRole: 'regular' }])
  })

  await test.step('sees what the role allows, and nothing else', async () => {
    await page.goto(REPOSITORIES)
    await expect(page.getByRole('button', { name: '가져오기' }).first()).toBeVisible()
    await page.goto(MEMBERS)
    await expect(row(page, mina)).toContainText('로그인 제공자의 그룹이 준 역할: Acme')
    await expect(page.getByRole('button', { name: '초대' })).toHaveCount(0)
    await picture('sso-members')
    await page.goto('/profile')
    await expect(page.getByRole('heading', { name: '로그인 방법' })).toBeVisible()
    await expect(page.getByLabel('현재 비밀번호')).toHaveCount(0)
    await picture('sso-profile')
    expect((await page.request.get('/api/platform/single-sign-on')).status()).toBe(403)
  })

  await test.step('loses it at the log-in after the group is gone', async () => {
    provider.people.set(mina, { groups: [] })
    await leave(page)
    await page.goto('/login')
    await page.getByRole('button', { name: 'Acme 계정으로 로그인' }).click()
    await agree(page, provider, mina)
    await expect(page).not.toHaveURL(/\/login/)
    expect(await rolesOf(mina)).toEqual([])
    const devopsProject = await page.request.get('/api/w/demo-workspace/d/demo-devops/deployments')
    expect(devopsProject.status()).toBe(404)
  })

  await test.step('somebody of whom the provider says too little is told so', async () => {
    await leave(page)
    await page.goto('/login')
    await page.getByRole('button', { name: 'Acme 계정으로 로그인' }).click()
    await agree(page, provider, nobody)
    const alert = page.getByRole('alert').filter({ hasText: 'preferred_username, email' })
    await expect(alert).toContainText('요청 번호')
    await expect(page.getByRole('heading', { name: '로그인하지 못했습니다' })).toBeVisible()
    await picture('sso-refused')
    await page.getByRole('link', { name: '로그인 페이지로' }).click()
    await expect(page.getByRole('button', { name: 'Acme 계정으로 로그인' })).toBeVisible()
  })

  await test.step('the administrator links an account by hand, and removes the provider with all that it gave', async () => {
    await logIn('admin')
    await page.goto('/platform/users')
    await openRowMenu(page, 'project-admin', '로그인 계정 연결')
    const link = page.getByRole('dialog')
    await link.getByLabel('식별자(sub)').fill('somebody')
    await picture('sso-link-user')
    await link.getByRole('button', { name: '연결', exact: true }).click()
    await expect(link).toBeHidden()
    await page.goto(PAGE)
    await page.getByRole('button', { name: '제거', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('연결된 사람 2명의 연결도 없어집니다')
    await dialog.getByRole('textbox').fill(name)
    await picture('sso-remove')
    await dialog.getByRole('button', { name: '제공자 제거' }).click()
    await expect(page.getByText('로그인 제공자가 없습니다')).toBeVisible()
    const left = await askDatabase<{ count: number }>(
      `SELECT count(*)::int AS count FROM "ExternalIdentity" e JOIN "User" u ON u."id" = e."userId"
        WHERE u."username" IN ($1, 'project-admin')`,
      [mina],
    )
    expect(left).toEqual([{ count: 0 }])
  })

  await test.step('neither the secret of the client nor a token is in the log', () => {
    const log = readFileSync(join(installation().dataDir, 'logs', 'web.log'), 'utf8')
    expect(log).toContain('sso_claims_missing')
    expect(log).not.toContain(CLIENT.secret)
    expect(log).not.toMatch(/eyJ[\w-]{20}/)
  })
  await provider.close()
})
