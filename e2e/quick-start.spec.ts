/**
 * From an empty installation to the tutorial's last line: each step by the person whose step it is, and then the tutorial by the
 * `project-regular` that these people have made.
 */
import { join, resolve } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import { askApiServer } from './support/api-server.ts'
import { askDatabase } from './support/ask-database.ts'
import { row } from './support/console.ts'
import { expect, test, type Fixtures } from './support/fixtures.ts'
import { createRepository, repositoryUrl } from './support/git.ts'
import { enter, gitRoot, installation, startEmpty } from './support/installation.ts'
import { followTutorial } from './support/tutorial.ts'

const HANDED_OVER = 'Handed-Over-2026'
const SAMPLE = resolve(import.meta.dirname, '../samples/demo-podcasts')

const dialogOf = (page: Page): Locator => page.getByRole('dialog')
const heading = (page: Page, name: string): Locator => page.getByRole('heading', { level: 1, name })

let leave = () => {}
let end = async () => {}
test.beforeAll(async () => {
  test.setTimeout(300_000)
  const started = await startEmpty()
  end = started.end
  leave = enter(started.running)
})
test.afterAll(async () => {
  leave()
  await end()
})

/** Makes a user whose password must be changed at the first log-in. */
async function createUser(page: Page, username: string, role = '일반 사용자'): Promise<void> {
  await page.goto('/platform/users')
  await page.getByRole('button', { name: '사용자 생성' }).first().click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('사용자 이름').fill(username)
  await dialog.getByLabel('이메일').fill(`${username}@example.com`)
  await dialog.getByRole('radio', { name: role }).check()
  await dialog.locator('input[autocomplete=new-password]').fill(HANDED_OVER)
  await dialog.getByRole('button', { name: '생성', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, username)).toContainText('비밀번호 변경 대기')
}

/** The first log-in: the password that was handed over is replaced, and nothing else can be done before. */
async function firstLogIn(page: Page, username: string): Promise<void> {
  await page.goto('about:blank')
  await page.context().clearCookies()
  await page.goto('/login')
  await page.getByLabel('사용자 이름').fill(username)
  await page.getByLabel('비밀번호', { exact: true }).fill(HANDED_OVER)
  await page.getByRole('button', { name: '로그인', exact: true }).click()
  await expect(page).toHaveURL(/\/change-password$/)
  await page.getByLabel('새 비밀번호').fill(installation().password)
  await page.getByRole('button', { name: '변경하고 계속' }).click()
  await expect(page).not.toHaveURL(/\/change-password$/)
}

/** Invites people on the open page of members; `[user name, role]`. */
async function invite(page: Page, ...people: readonly (readonly [string, string])[]): Promise<void> {
  await page.getByRole('button', { name: '초대', exact: true }).first().click()
  const dialog = dialogOf(page)
  for (const [username, role] of people) {
    await dialog.getByRole('searchbox').fill(username)
    await dialog.getByRole('combobox', { name: `역할: ${username}` }).selectOption(role)
  }
  await dialog.getByRole('button', { name: `멤버 ${people.length}명 초대` }).click()
  await expect(dialog).toBeHidden()
  for (const [username, role] of people) await expect(row(page, username)).toContainText(`(${role.replace('_', '-')})`)
}

/** Fills the dialog of something new with a name, and submits it. */
async function createNamed(page: Page, open: string, name: string): Promise<void> {
  await page.getByRole('button', { name: open }).first().click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('이름', { exact: false }).first().fill(name)
  await dialog.getByRole('button', { name: '생성', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, name)).toBeVisible()
}

async function allowGitHost(page: Page, host: string): Promise<void> {
  await page.goto('/platform/git-hosts')
  await page.getByRole('button', { name: '호스트 추가' }).first().click()
  const dialog = dialogOf(page)
  await dialog.getByRole('textbox').fill(host)
  await expect(dialog.getByText('서버 자신의 주소')).toBeVisible()
  await dialog.getByRole('button', { name: '허용', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, host)).toBeVisible()
}

async function makeTheWorld({ page, logIn, picture }: Fixtures & { page: Page }, gitHost: string): Promise<void> {
  await test.step('admin makes who manages users, and allows the Git host of this machine', async () => {
    await logIn('admin')
    await expect(page).toHaveURL(/\/platform\/workspaces$/)
    await picture('quick-start-empty')
    await createUser(page, 'user-manager', '사용자 관리자')
    await allowGitHost(page, gitHost)
  })

  await test.step('user-manager makes the people', async () => {
    await firstLogIn(page, 'user-manager')
    await createUser(page, 'ws-manager', '워크스페이스 관리자')
    for (const username of ['ws-admin', 'project-admin', 'project-regular']) await createUser(page, username)
    await picture('quick-start-people')
  })

  await test.step('ws-manager makes the workspace for ws-admin', async () => {
    await firstLogIn(page, 'ws-manager')
    await page.goto('/platform/workspaces')
    await page.getByRole('button', { name: '워크스페이스 생성' }).first().click()
    const dialog = dialogOf(page)
    await dialog.getByLabel('이름', { exact: false }).first().fill('demo-workspace')
    await dialog.getByRole('combobox').click()
    await page.getByRole('combobox', { name: '이름, 이메일 검색' }).fill('ws-admin')
    await page.getByRole('option', { name: 'ws-admin' }).click()
    await dialog.getByRole('checkbox', { name: 'sandbox' }).check()
    await dialog.getByRole('button', { name: '생성', exact: true }).click()
    await expect(row(page, 'demo-workspace')).toContainText('ws-admin')
  })

  await test.step('ws-admin invites the people of the workspace', async () => {
    await firstLogIn(page, 'ws-admin')
    await page.goto('/workspaces/demo-workspace/members')
    await expect(heading(page, '멤버')).toBeVisible()
    await invite(page, ['project-admin', 'self_provisioner'], ['project-regular', 'viewer'])
    await picture('quick-start-members')
  })

  await test.step('project-admin makes the project and the DevOps project, and invites their operator', async () => {
    await firstLogIn(page, 'project-admin')
    await page.goto('/workspaces/demo-workspace/projects')
    await createNamed(page, '프로젝트 생성', 'demo-project')
    const namespace = await askApiServer<{ metadata: { name: string } }>('/api/v1/namespaces/demo-project')
    expect(namespace?.metadata.name).toBe('demo-project')
    await page.goto('/workspaces/demo-workspace/projects/sandbox/demo-project/members')
    await invite(page, ['project-regular', 'operator'])
    await page.goto('/workspaces/demo-workspace/devops-projects')
    await createNamed(page, 'DevOps 프로젝트 생성', 'demo-devops')
    await page.goto('/workspaces/demo-workspace/devops-projects/demo-devops/members')
    await invite(page, ['project-regular', 'operator'])
    await picture('quick-start-operator')
  })

  await test.step('every step was written down with who did it', async () => {
    const acts = await askDatabase<{ actorName: string; action: string; targetName: string }>(
      'SELECT "actorName", "action", "targetName" FROM "AuditEvent" ORDER BY "at"',
    )
    const told = acts.map(({ actorName, action, targetName }) => `${actorName} ${action} ${targetName}`)
    expect(told).toEqual(
      expect.arrayContaining([
        'admin user.create user-manager',
        'user-manager user.create project-regular',
        'ws-manager workspace.create demo-workspace',
        'project-admin project.create demo-project',
        'project-admin devops-project.create demo-devops',
      ]),
    )
  })
}

test('from an empty installation to the end of the tutorial', async ({ page, logIn, picture }) => {
  test.setTimeout(480_000)
  createRepository(join(gitRoot(), 'quick-start.git'), SAMPLE)
  const url = repositoryUrl('quick-start')
  await makeTheWorld({ page, logIn, picture }, new URL(url).host)
  await firstLogIn(page, 'project-regular')
  await followTutorial({ page, logIn, picture: (name) => picture(`quick-start-${name}`) }, url)
})
