/**
 * Somebody new: invited to the workspace by its admin, to the DevOps project with a role that was made for them, seeing exactly what that
 * role allows, and removed again, which ends the open stream too.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import { askDatabase } from './support/ask-database.ts'
import { openRowMenu, REPOSITORIES, row, unused } from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { installation } from './support/installation.ts'

const WORKSPACE = '/workspaces/demo-workspace'
const DEVOPS = `${WORKSPACE}/devops-projects/demo-devops`
const LIST = '/api/w/demo-workspace/d/demo-devops/deployments'
const EVENTS = '/api/events?w=demo-workspace&d=demo-devops'
/** A right that has ended closes what is open within this time. */
const STREAM_ENDS_MS = 30_000

const LOOKS = [
  { suffix: '-dark', locale: 'ko', theme: 'dark', width: 1440 },
  { suffix: '-en', locale: 'en', theme: 'light', width: 1440 },
  { suffix: '-narrow', locale: 'ko', theme: 'light', width: 1024 },
] as const

const addPerson = (username: string): void => {
  const { dataDir, password } = installation()
  execFileSync(process.execPath, [join(import.meta.dirname, 'support', 'add-person.ts'), dataDir, username, password], {
    stdio: 'inherit',
  })
}

const done = (page: Page, words: string): Promise<void> =>
  expect(page.getByText(words, { exact: true }).first()).toBeVisible()

/** Opens the invitation, finds the person and gives them the role. */
async function choose(page: Page, username: string, role: string): Promise<Locator> {
  await page.getByRole('button', { name: '초대', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('searchbox', { name: '사용자 이름 검색' }).fill(username)
  await dialog.getByRole('combobox', { name: `역할: ${username}` }).selectOption(role)
  return dialog
}

/** Every other way the page can look. */
async function showLooks(page: Page, name: string, picture: (name: string) => Promise<void>): Promise<void> {
  const look = (locale: string, theme: string) =>
    page.context().addCookies([
      { name: 'ieum-locale', value: locale, url: installation().url },
      { name: 'ieum-theme', value: theme, url: installation().url },
    ])
  for (const { suffix, locale, theme, width } of LOOKS) {
    await look(locale, theme)
    await page.setViewportSize({ width, height: 900 })
    await page.reload()
    await expect(page.getByRole('row').nth(1)).toBeVisible()
    await picture(`${name}${suffix}`)
  }
  await look('ko', 'light')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.reload()
}

/** The cookies of whoever is logged in, for a request beside the page. */
const cookiesOf = async (page: Page): Promise<string> =>
  (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')

const ask = (path: string, cookie: string) => fetch(new URL(path, installation().url), { headers: { cookie } })

test('somebody is invited with a role of their own, sees exactly that, and is removed', async ({
  page,
  logIn,
  picture,
}) => {
  test.setTimeout(240_000)
  const person = unused('mina')
  const role = unused('release')
  addPerson(person)

  await test.step('the admin of the workspace invites', async () => {
    await logIn('ws-admin')
    await page.goto(`${WORKSPACE}/members`)
    const dialog = await choose(page, person, 'regular')
    await expect(dialog).toContainText('초대된 프로젝트와 DevOps 프로젝트만 봅니다.')
    await picture('members-invite')
    await dialog.getByRole('button', { name: '멤버 1명 초대' }).click()
    await done(page, '멤버 1명을 초대했습니다')
    await expect(row(page, person)).toContainText('일반(regular)')
    await picture('members-workspace')
    await showLooks(page, 'members-workspace', picture)
  })

  await test.step('the admin of the DevOps project makes a role: picking to deploy picks what that needs', async () => {
    await logIn('project-admin')
    await page.goto(`${DEVOPS}/roles`)
    await page.getByRole('button', { name: '역할 만들기' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('이름').fill(role)
    await dialog.getByLabel('별칭').fill('릴리스 담당')
    await dialog.getByRole('checkbox', { name: '지속적 배포 관리' }).check()
    await expect(dialog.getByRole('checkbox', { name: '코드 저장소 보기' })).toBeChecked()
    await expect(dialog.getByRole('checkbox', { name: '코드 저장소 보기' })).toBeDisabled()
    await expect(dialog.getByRole('checkbox', { name: '코드 저장소 관리' })).not.toBeChecked()
    await picture('role-create')
    await dialog.getByRole('button', { name: '확인', exact: true }).click()
    await expect(row(page, role)).toContainText('권한 5개')
    await picture('roles')
    await showLooks(page, 'roles', picture)
  })

  await test.step('and gives it: the list tells invited people from those whom the workspace lets in', async () => {
    await page.goto(`${DEVOPS}/members`)
    await expect(row(page, 'ws-admin')).toContainText('워크스페이스 관리자라서 admin')
    const dialog = await choose(page, person, role)
    await dialog.getByRole('button', { name: '멤버 1명 초대' }).click()
    await expect(row(page, person)).toContainText(`릴리스 담당 (${role})`)
    await picture('members-devops')
    await showLooks(page, 'members-devops', picture)
    await openRowMenu(page, person, '역할 변경')
    await expect(page.getByRole('dialog').getByRole('radio', { name: /운영자/ })).toBeVisible()
    await picture('member-change-role')
    await page.getByRole('dialog').getByRole('button', { name: '취소' }).click()
    await page.goto(`${DEVOPS}/roles`)
    await openRowMenu(page, role, '삭제')
    await expect(page.getByRole('dialog')).toContainText(person)
    await picture('role-in-use')
  })

  const held = await test.step('the person sees exactly that', async () => {
    await logIn(person)
    await page.goto(DEVOPS)
    await expect(page).toHaveURL(/\/deployments$/)
    const nav = page.getByRole('navigation', { name: 'DevOps 프로젝트 메뉴' })
    await expect(nav.getByRole('link', { name: /지속적 배포/ })).toBeVisible()
    await expect(nav.getByRole('link', { name: /멤버|역할|기본 정보/ })).toHaveCount(0)
    await picture('role-holder')
    await page.goto(REPOSITORIES)
    await expect(page.getByRole('heading', { level: 1, name: '코드 저장소' })).toBeVisible()
    await expect(page.getByRole('button', { name: '가져오기' })).toHaveCount(0)
    const cookie = await cookiesOf(page)
    expect((await ask(`/api/w/demo-workspace/d/demo-devops/members`, cookie)).status).toBe(403)
    return cookie
  })

  await test.step('viewers and members of the workspace see lists without buttons', async () => {
    await page.goto(`${WORKSPACE}/members`)
    await expect(row(page, 'ws-admin')).toBeVisible()
    await expect(page.getByText('@example.com')).toHaveCount(0)
    await expect(page.getByRole('button', { name: '초대', exact: true })).toHaveCount(0)
    await picture('members-basic')
  })

  await test.step('removal bites at the next request, and ends the open stream', async () => {
    const stream = await ask(EVENTS, held)
    expect([stream.status, (await ask(LIST, held)).status]).toEqual([200, 200])
    await logIn('project-admin')
    await page.goto(`${DEVOPS}/members`)
    await openRowMenu(page, person, '제거')
    await picture('member-remove')
    await page.getByRole('dialog').getByRole('button', { name: '멤버 1명 제거' }).click()
    // What lies behind an open dialog is hidden, too.
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(row(page, person)).toBeHidden()
    const removed = Date.now()
    expect((await ask(LIST, held)).status).toBe(404)
    await stream.text()
    expect(Date.now() - removed).toBeLessThan(STREAM_ENDS_MS)
    const lines = await askDatabase<{ action: string; actorName: string }>(
      `SELECT action, "actorName" FROM "AuditEvent" WHERE "targetName" = $1 AND action LIKE 'member.%' ORDER BY at`,
      [person],
    )
    expect(lines).toEqual([
      { action: 'member.invite', actorName: 'ws-admin' },
      { action: 'member.invite', actorName: 'project-admin' },
      { action: 'member.remove', actorName: 'project-admin' },
    ])
  })

  await test.step('a role that nobody holds is deleted', async () => {
    await page.goto(`${DEVOPS}/roles`)
    await openRowMenu(page, role, '삭제')
    await page.getByRole('dialog').getByRole('button', { name: '역할 삭제' }).click()
    // What lies behind an open dialog is hidden, too.
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(row(page, role)).toBeHidden()
    expect(await askDatabase(`SELECT 1 FROM "DevopsRole" WHERE name = $1`, [role])).toEqual([])
  })
})
