/** A push that its Git host tells of: the webhook is made in the console, and a deployment that would look tomorrow has the commit at once. */
import { createHmac } from 'node:crypto'
import type { Locator, Page } from 'playwright/test'
import { askApiServer } from './support/api-server.ts'
import { askDatabase } from './support/ask-database.ts'
import { DEPLOYMENTS, look, REPOSITORIES, row, unused } from './support/console.ts'
import { configMap, deploy, remove } from './support/deploy.ts'
import { expect, test } from './support/fixtures.ts'
import { pushEdit } from './support/git.ts'

/** As GitHub sends it, from this machine. */
async function deliver(
  url: string,
  secret: string,
  id: string,
  commit: string,
): Promise<{ status: number; data: unknown }> {
  const repository = { full_name: 'acme/web', clone_url: 'https://github.com/acme/web.git', default_branch: 'main' }
  const body = JSON.stringify({ ref: 'refs/heads/main', after: commit, repository, pusher: { name: 'kim' } })
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': id,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  })
  const { data } = (await response.json()) as { data?: unknown }
  return { status: response.status, data }
}

async function secondsToLook(name: string): Promise<number> {
  const [lease] = await askDatabase<{ seconds: number }>(
    `SELECT EXTRACT(EPOCH FROM l."nextAt" - now())::float8 AS "seconds" FROM "ReconcileLease" l
     JOIN "ContinuousDeployment" d ON d."id" = l."deploymentId" WHERE d."name" = $1`,
    [name],
  )
  return lease?.seconds ?? 0
}

/** Whatever else happens, Git is not looked at before tomorrow: said when no engine is about to say something else. */
const lookTomorrow = (name: string) =>
  expect
    .poll(async () => {
      await askDatabase(
        `UPDATE "ReconcileLease" l SET "nextAt" = now() + interval '1 day' FROM "ContinuousDeployment" d
         WHERE d."id" = l."deploymentId" AND d."name" = $1 AND l."expiresAt" IS NULL`,
        [name],
      )
      return secondsToLook(name)
    })
    .toBeGreaterThan(3600)

async function syncedCommit(name: string): Promise<string> {
  const [status] = await askDatabase<{ syncedCommit: string }>(
    `SELECT s."syncedCommit" FROM "DeploymentStatus" s JOIN "ContinuousDeployment" d ON d."id" = s."deploymentId" WHERE d."name" = $1`,
    [name],
  )
  return status?.syncedCommit ?? ''
}

const valueOf = async (name: string) =>
  (await askApiServer<{ data: { value: string } }>(`/api/v1/namespaces/demo-project/configmaps/${name}`))?.data.value

const panelOf = (page: Page): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: '웹훅' }) })

/** What the dialog shows this once; closes it. */
async function readSecret(page: Page): Promise<{ url: string; secret: string }> {
  const dialog = page.getByRole('dialog', { name: '웹훅의 비밀 값' })
  const url = await dialog.getByLabel('페이로드 URL', { exact: true }).inputValue()
  const secret = await dialog.getByLabel('비밀 값', { exact: true }).inputValue()
  await dialog.getByRole('button', { name: '닫기' }).last().click()
  await expect(dialog).toBeHidden()
  return { url, secret }
}

test('W22: a webhook, from its making to its end', async ({ page, logIn, picture }) => {
  const name = unused('pushed')
  const panel = panelOf(page)
  await logIn('project-regular')
  const git = await deploy(page, name, { 'config.yaml': configMap(name, 'one') })
  await expect(row(page, name)).toContainText('동기화됨')
  let hook = { url: '', secret: '' }

  await test.step('an operator makes it; its secret is shown this once', async () => {
    await page.goto(`${REPOSITORIES}/${name}`)
    await expect(panel.getByRole('button', { name: '웹훅 만들기' })).toBeVisible()
    await panel.scrollIntoViewIfNeeded()
    await picture('webhook-none')
    await panel.getByRole('button', { name: '웹훅 만들기' }).click()
    await expect(page.getByRole('dialog')).toContainText('지금 한 번만')
    await picture('webhook-secret')
    hook = await readSecret(page)
    expect(hook.secret).toMatch(/^[\w-]{43}$/)
    await expect(panel).toContainText(hook.url)
    await expect(panel).toContainText('아직 받은 알림이 없습니다.')
    await page.reload()
    await expect(panel).toContainText(hook.url)
    expect(await page.content()).not.toContain(hook.secret)
    const [stored] = await askDatabase<{ secret: string }>('SELECT "secret" FROM "RepositoryWebhook" WHERE "id" = $1', [
      hook.url.split('/').at(-1),
    ])
    expect(stored?.secret).toMatch(/^v1:/)
  })

  let commit = ''
  await test.step('a push that nobody tells of is not seen; one told of with a wrong secret neither', async () => {
    await lookTomorrow(name)
    commit = pushEdit(git, 'config.yaml', 'Say two', (text) => text.replace('one', 'two'))
    expect(await deliver(hook.url, 'guessed', '1', commit)).toEqual({ status: 401, data: undefined })
    await expect(panel).toContainText('서명이 맞지 않는 요청을 거절했습니다')
    await panel.scrollIntoViewIfNeeded()
    await picture('webhook-refused')
    expect(await secondsToLook(name)).toBeGreaterThan(3600)
    expect(await valueOf(name)).toBe('one')
  })

  await test.step('told of by its host, it is in the cluster', async () => {
    const told = await deliver(hook.url, hook.secret, '2', commit)
    expect(told).toEqual({ status: 200, data: { outcome: 'looked', deployments: 1 } })
    await expect.poll(() => valueOf(name), { timeout: 20_000 }).toBe('two')
    await expect.poll(() => syncedCommit(name)).toBe(commit)
    await expect(panel).toContainText('배포 1개를 바로 확인했습니다')
    await expect(panel).toContainText('push · refs/heads/main')
    await expect(panel.getByText('서명이 맞지 않는 요청을 거절했습니다')).toBeHidden()
    await panel.getByRole('button', { name: 'Git 호스트에서 설정하기' }).click()
    await panel.scrollIntoViewIfNeeded()
    await picture('webhook')
    await page.goto(DEPLOYMENTS)
    await expect(row(page, name)).toContainText('동기화됨')
  })

  await test.step('it reads in another language, in the dark and on a narrow screen', async () => {
    await look(page, 'en', 'dark', 1024)
    await page.goto(`${REPOSITORIES}/${name}`)
    const open = page.getByRole('button', { name: 'Set up at the Git host' })
    await open.click()
    await open.scrollIntoViewIfNeeded()
    await picture('webhook-en-dark')
    await look(page, 'ko', 'light', 1440)
  })

  await test.step('once more it does nothing; what is no delivery gets no further', async () => {
    const again = await deliver(hook.url, hook.secret, '2', commit)
    expect(again).toEqual({ status: 200, data: { outcome: 'repeated', deployments: 0 } })
    expect((await fetch(hook.url)).status).toBe(405)
    const large = await fetch(hook.url, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })
    expect(large.status).toBe(413)
    expect(large.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  await test.step('with a new secret the old one proves nothing; without a webhook neither does', async () => {
    await page.goto(`${REPOSITORIES}/${name}`)
    await panel.getByRole('button', { name: '비밀 값 다시 만들기' }).click()
    await picture('webhook-renew')
    await page.getByRole('dialog').getByRole('button', { name: '다시 만들기', exact: true }).click()
    const renewed = await readSecret(page)
    expect(renewed.url).toBe(hook.url)
    expect((await deliver(hook.url, hook.secret, '3', commit)).status).toBe(401)
    expect((await deliver(hook.url, renewed.secret, '4', commit)).status).toBe(200)
    await panel.getByRole('button', { name: '웹훅 삭제' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '웹훅 삭제', exact: true }).click()
    await expect(panel.getByRole('button', { name: '웹훅 만들기' })).toBeVisible()
    expect((await deliver(hook.url, renewed.secret, '5', commit)).status).toBe(401)
  })

  await remove(page, name)
})
