/**
 * What a person sees when something they rely on is gone: the cluster, the Git host, the deployment they are looking at. And a plan of a thousand objects.
 * As `project-regular`, in Korean; facts are asked from the API server.
 */
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright/test'
import { livingRecords } from '../scripts/bootstrap/records.mjs'
import { askApiServer, namesAt } from './support/api-server.ts'
import { askDatabase } from './support/ask-database.ts'
import { deleteDeployment, deleteRepository, DEPLOYMENTS, openRowMenu, row, unused } from './support/console.ts'
import { configMap, deploy, remove } from './support/deploy.ts'
import { expect, test } from './support/fixtures.ts'
import { gitRoot, installation } from './support/installation.ts'

const NAMESPACE = '/api/v1/namespaces/demo-project'

/** A page of its own: of what is refused in these stories the browser itself reports errors. */
async function openApart(context: BrowserContext, path: string): Promise<Page> {
  const other = await context.newPage()
  await other.goto(path)
  return other
}

/** Stops the API server as a machine that hangs does: connections stay open and nothing answers. Gives what lets it go on. */
function hangCluster(): () => void {
  const record = livingRecords(join(installation().dataDir, 'run')).get('sandbox')
  if (record === undefined) throw new Error('no sandbox runs')
  process.kill(record.pid, 'SIGSTOP')
  return () => void process.kill(record.pid, 'SIGCONT')
}

test('a cluster that does not answer is said, nothing is claimed of it, and it comes back by itself', async ({
  page,
  logIn,
  context,
}) => {
  const name = unused('silent')
  await logIn('project-regular')
  await deploy(page, name, { 'settings.yaml': configMap(name, 'one') })
  await expect(row(page, name)).toContainText('동기화됨')
  await page.goto('about:blank')
  const other = await openApart(context, `${DEPLOYMENTS}/${name}`)
  await expect(other.getByRole('heading', { level: 1, name })).toBeVisible()

  const goOn = hangCluster()
  try {
    await expect(other.getByText(/클러스터의 API 서버에 연결하지 못했습니다/).first()).toBeVisible({
      timeout: 60_000,
    })
    await expect(other.getByText('알 수 없음').first()).toBeVisible()
    await expect(other.getByRole('heading', { level: 1, name })).toBeVisible()
    await other.screenshot({ path: join(installation().dataDir, '..', 'pictures', 'cluster-silent.png') })
    await other.goto(DEPLOYMENTS)
    await expect(row(other, name)).toContainText('알 수 없음')
  } finally {
    goOn()
  }
  await other.goto(`${DEPLOYMENTS}/${name}`)
  await expect(other.getByText(/클러스터의 API 서버에 연결하지 못했습니다/)).toHaveCount(0, { timeout: 60_000 })
  await other.close()
  await page.goto(DEPLOYMENTS)
  await expect(row(page, name)).toContainText('동기화됨', { timeout: 30_000 })
  expect(await namesAt(`${NAMESPACE}/configmaps`)).toContain(name)
  await remove(page, name)
})

test('a Git host that has lost the repository is said, nothing is pruned, and it comes back by itself', async ({
  page,
  logIn,
  picture,
}) => {
  const name = unused('lost')
  const bare = join(gitRoot(), `${name}.git`)
  await logIn('project-regular')
  await deploy(page, name, { 'settings.yaml': configMap(name, 'one') })
  await expect(row(page, name)).toContainText('동기화됨')
  await page.goto(`${DEPLOYMENTS}/${name}`)
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  renameSync(bare, `${bare}.away`)
  try {
    await expect(page.getByText(/Git 서버에 이 저장소가 없습니다/).first()).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText('알 수 없음').first()).toBeVisible()
    await picture('git-lost')
    expect(await namesAt(`${NAMESPACE}/configmaps`)).toContain(name)
  } finally {
    renameSync(`${bare}.away`, bare)
  }
  await expect(page.getByText(/Git 서버에 이 저장소가 없습니다/)).toHaveCount(0, { timeout: 60_000 })
  await expect(page.getByText('동기화됨').first()).toBeVisible()
  expect(await namesAt(`${NAMESPACE}/configmaps`)).toContain(name)
  await remove(page, name)
})

test('a deployment that is deleted while somebody looks at it', async ({ page, logIn, context }) => {
  const name = unused('deleted')
  await logIn('project-regular')
  await deploy(page, name, { 'settings.yaml': configMap(name, 'one') })
  await expect(row(page, name)).toContainText('동기화됨')
  const detail = await openApart(context, `${DEPLOYMENTS}/${name}?tab=resources`)
  await expect(detail.getByRole('tree', { name: '리소스 트리' })).toBeVisible()
  const dialog = await openApart(context, DEPLOYMENTS)
  await openRowMenu(dialog, name, '정보 편집')
  await dialog.getByRole('dialog').getByLabel('별칭').fill('늦은 편집')

  await deleteDeployment(page, name)
  await expect(detail.getByRole('heading', { level: 1, name: `삭제되었습니다: ${name}` })).toBeVisible()
  await detail.screenshot({ path: join(installation().dataDir, '..', 'pictures', 'deployment-gone.png') })
  await detail.getByRole('link', { name: /목록/ }).last().click()
  await expect(detail.getByRole('heading', { level: 1, name: '지속적 배포' })).toBeVisible()
  // What was typed for it meanwhile is answered, not lost in silence.
  await expect(
    dialog
      .getByRole('dialog')
      .getByText(/없|삭제/)
      .first(),
  ).toBeVisible()
  const left = await askDatabase(`SELECT "id" FROM "ContinuousDeployment" WHERE "name" = $1`, [name])
  expect(left).toEqual([])
  expect(await askApiServer(`${NAMESPACE}/configmaps/${name}`)).toBeNull()
  await detail.close()
  await dialog.close()
  await deleteRepository(page, name)
})

test('a plan of a thousand objects is shown, carried out and taken back', async ({ page, logIn, picture }) => {
  const name = unused('thousand')
  const names = Array.from({ length: 1000 }, (_, index) => `${name}-${String(index).padStart(4, '0')}`)
  const made = async () =>
    (await namesAt(`${NAMESPACE}/configmaps`)).filter((known) => known.startsWith(`${name}-`)).length
  await logIn('project-regular')
  await deploy(page, name, { 'many.yaml': names.map((known) => configMap(known, 'one')).join('---\n') }, '수동 동기화')
  await expect(row(page, name)).toContainText('동기화되지 않음')
  const dialog = page.getByRole('dialog')

  await test.step('a thousand differing objects are one stop for Tab, and the arrows choose', async () => {
    await page.goto(`${DEPLOYMENTS}/${name}?tab=compare`)
    const list = page.getByRole('navigation', { name: '다른 객체' })
    await expect(list.getByRole('button')).toHaveCount(1000)
    await list.getByRole('button', { name: names[0] ?? '' }).focus()
    await page.keyboard.press('End')
    await expect(list.getByRole('button', { name: names.at(-1) ?? '' })).toBeFocused()
    await expect(page.getByRole('heading', { level: 2, name: `ConfigMap ${names.at(-1)}` })).toBeVisible()
    await expect(row(page, 'value: one')).toBeVisible()
    await page.keyboard.press('ArrowUp')
    await expect(page.getByRole('heading', { level: 2, name: `ConfigMap ${names.at(-2)}` })).toBeVisible()
    await picture('compare-thousand')
    await page.goto(`${DEPLOYMENTS}?search=${name}`)
  })

  await test.step('the plan lists the first and offers the rest', async () => {
    await openRowMenu(page, name, '동기화')
    await expect(dialog.getByRole('button', { name: /^객체 1,?000개 동기화$/ })).toBeVisible({ timeout: 30_000 })
    await expect(dialog.getByRole('table', { name: '동기화 계획' }).getByRole('row')).not.toHaveCount(0)
    await dialog.getByRole('button', { name: /모두 보기/ }).click()
    await expect(dialog.getByText(names.at(-1) ?? '', { exact: true })).toBeAttached()
    await picture('sync-plan-thousand')
  })

  await test.step('all of it is carried out', async () => {
    await dialog.getByRole('button', { name: /^객체 1,?000개 동기화$/ }).click()
    await expect(dialog).toBeHidden()
    await expect(row(page, name)).toContainText('동기화됨', { timeout: 60_000 })
    expect(await made()).toBe(1000)
  })

  await test.step('the page of the deployment stays usable', async () => {
    await page.goto(`${DEPLOYMENTS}/${name}?tab=resources`)
    await expect(
      page.getByRole('tree', { name: '리소스 트리' }).getByRole('treeitem', { name: /ConfigMap 1,?000개/ }),
    ).toBeVisible()
    await picture('detail-thousand')
  })

  await remove(page, name)
  await expect.poll(made, { timeout: 60_000 }).toBe(0)
})
