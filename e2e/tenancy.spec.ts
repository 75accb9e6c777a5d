/** A self-provisioner makes a place for a team: a project with a quota, a DevOps project with a policy; edits them, and ends them. */
import type { Page } from 'playwright/test'
import { askApiServer } from './support/api-server.ts'
import { askDatabase } from './support/ask-database.ts'
import { unused } from './support/console.ts'
import { expect, test } from './support/fixtures.ts'

const WORKSPACE = '/workspaces/demo-workspace'

type Namespace = { metadata: { labels: Record<string, string>; deletionTimestamp?: string } }
type Quota = { spec: { hard: Record<string, string> } }

const namespace = (name: string) => askApiServer<Namespace>(`/api/v1/namespaces/${name}`)
const quota = (name: string) => askApiServer<Quota>(`/api/v1/namespaces/${name}/resourcequotas/ieum-quota`)

async function typeNames(page: Page, name: string, alias: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('이름').fill(name)
  await dialog.getByLabel('별칭').fill(alias)
}

/** Types the name into the open deletion dialog and confirms. */
async function confirmDeletion(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(name)
  await dialog.getByRole('button', { name: /삭제$/ }).click()
  await expect(dialog).toBeHidden()
}

test('a project and a DevOps project, from the beginning to the end', async ({ page, context, logIn, picture }) => {
  const name = unused('team')
  await logIn('project-admin')

  await test.step('a reserved name is refused at its field', async () => {
    await page.goto(`${WORKSPACE}/projects`)
    await page.getByRole('button', { name: '프로젝트 생성' }).first().click()
    await typeNames(page, 'admin', '')
    await page.getByRole('dialog').getByRole('button', { name: '생성', exact: true }).click()
    await expect(page.getByText('예약된 이름이라 쓸 수 없습니다')).toBeVisible()
    await picture('project-create')
  })

  await test.step('a project with a quota is a namespace with both', async () => {
    await typeNames(page, name, '결제 팀')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('CPU').fill('2')
    await dialog.getByLabel('파드 수').fill('20')
    await dialog.getByRole('button', { name: '생성', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
    expect((await namespace(name))?.metadata.labels).toMatchObject({ 'ieum.dev/workspace': 'demo-workspace' })
    expect((await quota(name))?.spec.hard).toEqual({ 'limits.cpu': '2', pods: '20' })
  })

  await test.step('its settings change alias and quota', async () => {
    await page.goto(`${WORKSPACE}/projects/sandbox/${name}/settings`)
    await page.getByLabel('별칭').fill('결제와 정산')
    await page.getByRole('button', { name: '저장', exact: true }).click()
    await expect(page.getByText(`정보를 저장했습니다: ${name}`, { exact: true })).toBeVisible()
    await page.getByLabel('CPU').fill('')
    await page.getByLabel('메모리').fill('4Gi')
    await page.getByRole('button', { name: '할당량 저장' }).click()
    await expect(page.getByText('할당량을 저장했습니다', { exact: true })).toBeVisible()
    await picture('project-settings')
    expect((await quota(name))?.spec.hard).toEqual({ 'limits.memory': '4Gi', pods: '20' })
  })

  await test.step('a DevOps project may go to that project only', async () => {
    await page.goto(`${WORKSPACE}/devops-projects`)
    await page.getByRole('button', { name: 'DevOps 프로젝트 생성' }).first().click()
    await typeNames(page, name, '결제 배포')
    await page.getByRole('dialog').getByRole('button', { name: '생성', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    await page.goto(`${WORKSPACE}/devops-projects/${name}/policy`)
    await page.getByRole('radio', { name: '고른 곳만' }).check()
    await page.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check()
    await page.getByRole('radio', { name: '패턴에 맞는 것만' }).check()
    await page.getByLabel('허용할 패턴').fill('https://github.com/my-team/*')
    await expect(page.getByText('플랫폼 관리자나 워크스페이스 관리 역할(workspaces-manager)만').first()).toBeVisible()
    await picture('policy')
    await page.getByRole('button', { name: '정책 저장' }).click()
    await expect(page.getByText('정책을 저장했습니다', { exact: true })).toBeVisible()
    // Before the page is there: colours that are on their way are no colours to judge.
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 1024, height: 900 })
    await page.goto(`${WORKSPACE}/devops-projects/${name}/policy`)
    await expect(page.getByRole('checkbox', { name: new RegExp(`^${name}`) })).toBeChecked()
    await picture('policy-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(`${WORKSPACE}/overview`)
    await expect(page.getByText('DevOps 프로젝트 정책을 변경함').first()).toBeVisible()
    await picture('workspace-overview')
  })

  await test.step('of two who change the policy, the second sees what the first saved, and keeps both', async () => {
    const patterns = 'https://github.com/my-team/*'
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${WORKSPACE}/devops-projects/${name}/policy`)
    const field = page.getByLabel('허용할 패턴')
    // The page may become live in the middle of it.
    await expect(async () => {
      await field.fill(`${patterns}\nweb-*`)
      expect(await field.inputValue()).toBe(`${patterns}\nweb-*`)
    }).toPass()
    const other = await context.newPage()
    await other.goto(`${WORKSPACE}/devops-projects/${name}/policy`)
    await other.getByRole('radio', { name: '워크스페이스의 모든 프로젝트' }).check()
    await other.getByRole('button', { name: '정책 저장' }).click()
    await expect(other.getByText('정책을 저장했습니다', { exact: true })).toBeVisible()
    await other.close()
    // The page may have heard of it already, and then does not let anything be saved.
    await page.getByRole('button', { name: '정책 저장' }).click({ force: true })
    const notice = page.getByRole('alert').filter({ hasText: '다른 사람이 먼저 저장했습니다' })
    await expect(notice).toContainText(`sandbox/${name}`)
    await expect(page.getByLabel('허용할 패턴')).toHaveValue(`${patterns}\nweb-*`)
    await picture('policy-newer')
    await notice.getByRole('button', { name: '내 변경 합치기' }).click()
    await expect(notice).toBeHidden()
    await expect(page.getByRole('radio', { name: '워크스페이스의 모든 프로젝트' })).toBeChecked()
    await page.getByRole('button', { name: '정책 저장' }).click()
    await expect(page.getByText('정책을 저장했습니다', { exact: true })).toBeVisible()
    const [stored] = await askDatabase<{ policy: { destinations: unknown[]; repositories: string[] } }>(
      'SELECT "policy" FROM "DevopsProject" WHERE "name" = $1',
      [name],
    )
    expect(stored?.policy).toMatchObject({ destinations: [], repositories: [patterns, 'web-*'] })
  })

  await test.step('both end, the namespace with its project', async () => {
    await page.goto(`${WORKSPACE}/devops-projects/${name}/settings`)
    await page.getByRole('button', { name: 'DevOps 프로젝트 삭제' }).click()
    await confirmDeletion(page, name)
    await expect(page).toHaveURL(/\/devops-projects$/)
    await page.goto(`${WORKSPACE}/projects/sandbox/${name}/settings`)
    await page.getByRole('button', { name: '프로젝트 삭제' }).click()
    await page.getByRole('radio', { name: '함께 삭제' }).check()
    await picture('project-delete')
    await confirmDeletion(page, name)
    await expect(page).toHaveURL(/\/projects$/)
    const live = await namespace(name)
    expect(live === null || live.metadata.deletionTimestamp !== undefined).toBe(true)
  })
})
