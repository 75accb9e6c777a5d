/** The platform's operations as `admin`: a cluster registered by its kubeconfig, the allow-list of Git hosts, the audit log. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { askApiServer } from './support/api-server.ts'
import { askDatabase } from './support/ask-database.ts'
import { openRowMenu, row, unused } from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { installation } from './support/installation.ts'

const sandboxKubeconfig = () => readFileSync(join(installation().dataDir, 'sandbox', 'kubeconfig'), 'utf8')

/** Opens the register dialog with a name and a kubeconfig in it, and tests the connection. */
async function tryKubeconfig(page: Page, text: string) {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('kubeconfig').fill(text)
  await dialog.getByRole('button', { name: '연결 테스트' }).click()
  return dialog
}

test('a cluster, from its kubeconfig to its removal', async ({ page, logIn, picture }) => {
  const name = unused('second')
  await logIn('admin')

  await test.step('the list shows the sandbox with state, version and who uses it', async () => {
    await page.goto('/platform/clusters')
    await expect(row(page, 'sandbox')).toContainText('demo-workspace')
    await expect(row(page, 'sandbox')).toContainText('샌드박스')
    await picture('clusters')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 1024, height: 768 })
    await picture('clusters-dark-1024')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await test.step('K1, K4: a kubeconfig that runs a program, or trusts anybody, is refused with the reason', async () => {
    await page.getByRole('button', { name: '클러스터 등록' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('이름').fill(name)
    const text = sandboxKubeconfig()
    await tryKubeconfig(page, text.replace(/token: .*/, 'exec: { command: /bin/true }'))
    await expect(dialog.getByRole('alert')).toContainText('프로그램을 실행해서 로그인')
    await picture('cluster-refused')
    await tryKubeconfig(page, text.replace('https://', 'http://'))
    await expect(dialog.getByRole('alert')).toContainText('https가 아니거나')
    await tryKubeconfig(page, text.replace(/token: .*/, 'token: not-the-token'))
    await expect(dialog.getByRole('region', { name: '연결 테스트 결과' })).toContainText('인증 정보를 거부')
    await expect(dialog.getByRole('button', { name: '등록', exact: true })).toHaveAttribute('aria-disabled', 'true')
  })

  await test.step('the test tells who Ieum is there, what it may do, and that the cluster is known', async () => {
    const dialog = await tryKubeconfig(page, sandboxKubeconfig())
    const report = dialog.getByRole('region', { name: '연결 테스트 결과' })
    await expect(report).toContainText('이음에 필요한 권한이 모두 있습니다')
    await expect(report.getByRole('list', { name: '이음의 권한' })).toContainText('ServiceAccount로 가장')
    await expect(report).toContainText('이미 등록된 클러스터입니다: sandbox')
    await picture('cluster-tested')
    await dialog.getByRole('button', { name: '등록', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.getByText('이음에 필요한 권한이 모두 있습니다')).toBeVisible()
    await picture('cluster')
  })

  await test.step('its credential is nowhere on the page', async () => {
    const token = /token: (.*)/.exec(sandboxKubeconfig())?.[1] ?? 'none'
    expect(await page.content()).not.toContain(token)
  })

  await test.step('it is given to a workspace and checked again', async () => {
    await page.getByRole('button', { name: '워크스페이스 할당' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('demo-workspace').check()
    await picture('cluster-assign')
    await dialog.getByRole('button', { name: '확인', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('워크스페이스 할당을 저장했습니다', { exact: false }).first()).toBeVisible()
    await page.getByRole('button', { name: '지금 확인' }).click()
    await expect(page.getByRole('button', { name: '지금 확인' })).toBeEnabled()
  })

  await test.step('the sandbox is used and cannot be removed; this one can, and the cluster stays as it is', async () => {
    await page.goto('/platform/clusters/sandbox')
    await page.getByRole('button', { name: '제거', exact: true }).click()
    await expect(page.getByRole('dialog')).toContainText('사용하고 있어 제거할 수 없습니다')
    await expect(page.getByRole('dialog').getByRole('link', { name: 'demo-project' }).first()).toBeVisible()
    await picture('cluster-in-use')
    await page.goto(`/platform/clusters/${name}`)
    await page.getByRole('button', { name: '제거', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(name)
    await dialog.getByRole('button', { name: '클러스터 제거' }).click()
    await expect(page).toHaveURL(/\/platform\/clusters$/)
    await expect(row(page, name)).toBeHidden()
    expect(await askDatabase('SELECT 1 FROM "Cluster" WHERE "name" = $1', [name])).toEqual([])
    expect(await askApiServer('/api/v1/namespaces/demo-project')).not.toBeNull()
  })
})

test('a private Git host is allowed and forgotten, and the audit log tells of it', async ({ page, logIn, picture }) => {
  const host = `${unused('git')}.internal:8443`
  await logIn('admin')

  await test.step('a host is added; the server itself is warned of', async () => {
    await page.goto('/platform/git-hosts')
    await page.getByRole('button', { name: '호스트 추가' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('호스트와 포트').fill('127.0.0.1:3000')
    await expect(dialog).toContainText('서버 자신의 주소')
    await picture('git-host-risk')
    await dialog.getByLabel('호스트와 포트').fill('https://x/y')
    await dialog.getByRole('button', { name: '허용', exact: true }).click()
    await expect(dialog).toContainText('호스트 이름이나 주소와 포트만')
    await dialog.getByLabel('호스트와 포트').fill(host.toUpperCase())
    await dialog.getByRole('button', { name: '허용', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(row(page, host)).toContainText('사용하는 코드 저장소 없음')
    await picture('git-hosts')
  })

  await test.step('it is taken off the list', async () => {
    await openRowMenu(page, host, '허용 취소')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(host)
    await dialog.getByRole('button', { name: '허용 취소', exact: true }).click()
    // What lies behind an open dialog is hidden, too.
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(row(page, host)).toBeHidden()
    const [stored] = await askDatabase<{ value: string[] }>(
      `SELECT "value" FROM "PlatformSetting" WHERE "name" = 'git.allowedPrivateHosts'`,
    )
    expect(stored?.value).not.toContain(host)
  })

  await test.step('the audit log has both, with what was before and after', async () => {
    await page.goto('/platform/audit')
    await picture('audit')
    await page.getByRole('searchbox').fill(host)
    await expect(page.getByRole('row')).toHaveCount(3)
    await page.getByRole('button', { name: '사설 Git 호스트를 허용함' }).click()
    const panel = page.getByRole('dialog')
    await expect(panel.getByText('git-host.allow')).toBeVisible()
    await expect(panel.getByRole('columnheader', { name: '이후' })).toBeVisible()
    await expect(panel).toContainText(host)
    await picture('audit-panel')
    await panel.getByRole('button', { name: '닫기' }).click()
  })

  await test.step('W25: what the filters leave is saved as a file with a plain name', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: '내보내기' })
        .click()
        .then(() => page.getByRole('menuitem', { name: 'CSV' }).click()),
    ])
    expect(download.suggestedFilename()).toMatch(/^ieum-audit-\d{4}-\d{2}-\d{2}\.csv$/)
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain(host)
    const [exported] = await askDatabase<{ count: string }>(
      `SELECT count(*) FROM "AuditEvent" WHERE "action" = 'audit.export' AND "details"->>'search' = $1`,
      [host],
    )
    expect(Number(exported?.count)).toBe(1)
  })

  await test.step('in the dark and narrow', async () => {
    await page.goto('/platform/audit')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 1024, height: 768 })
    await picture('audit-dark-1024')
  })

  await test.step('a workspace’s administrator sees what happened there, and nothing of anywhere else', async () => {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1440, height: 900 })
    await logIn('ws-admin')
    await page.goto('/workspaces/demo-workspace/overview')
    await page.getByRole('navigation', { name: '워크스페이스 메뉴' }).getByRole('link', { name: '감사' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '감사' })).toBeVisible()
    await picture('workspace-audit')
    await page.getByRole('searchbox').fill('워크스페이스를 생성')
    await expect(row(page, '워크스페이스를 생성함')).toContainText('demo-workspace')
    await page.getByRole('searchbox').fill(host)
    await expect(page.getByText('조건에 맞는 항목이 없습니다')).toBeVisible()
    expect((await page.request.get('/api/platform/audit')).status()).toBe(403)
    const elsewhere = await askDatabase<{ name: string }>(
      `SELECT "name" FROM "Workspace" WHERE "name" <> 'demo-workspace' LIMIT 1`,
    )
    for (const { name } of elsewhere) expect((await page.request.get(`/api/w/${name}/audit`)).status()).toBe(404)
  })
})
