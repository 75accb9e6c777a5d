/**
 * A project's pages: what runs in it and how it is, one object with its manifest, events and logs, and what may be done with it. As
 * `project-regular`, then as a viewer who sees the same and may change nothing; facts are asked from the API server and the database.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import { askApiServer, namesAt } from './support/api-server.ts'
import {
  deleteDeployment,
  deleteRepository,
  importRepository,
  openRowMenu,
  openSettings,
  PROJECT,
  row,
  submitDeployment,
  unused,
} from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { serveRepository } from './support/git.ts'
import { installation } from './support/installation.ts'

const NAMESPACE = 'namespaces/demo-project'
const VIEWER = 'only-viewer'
const PASSWORD = 'pa55-of-the-story'

const workload = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - { name: app, image: registry.example.com/shop/${name}:1.0.0 }
        - { name: proxy, image: registry.example.com/shop/proxy:2.1.0 }
`
const broken = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  progressDeadlineSeconds: 5
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      serviceAccountName: nobody-made-this
      containers: [{ name: app, image: registry.example.com/shop/broken:1 }]
`
const config = (name: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}-settings }
data: { title: "<b>오늘의 추천</b>", link: "javascript:alert(1)" }
---
apiVersion: v1
kind: Secret
metadata: { name: ${name}-credentials }
stringData: { password: ${PASSWORD} }
`

type Deployment = { spec: { replicas: number; template: { metadata: { annotations?: Record<string, string> } } } }

const addViewer = () =>
  execFileSync(
    process.execPath,
    [join(import.meta.dirname, 'support/add-viewer.ts'), installation().dataDir, VIEWER, installation().password],
    { stdio: 'inherit' },
  )

const deploymentOf = (name: string) => askApiServer<Deployment>(`/apis/apps/v1/${NAMESPACE}/deployments/${name}`)
const podsOf = async (name: string) =>
  (await namesAt(`/api/v1/${NAMESPACE}/pods`)).filter((pod) => pod.startsWith(`${name}-`))

const panel = (page: Page): Locator => page.getByRole('dialog').first()

/** Opens one of the project's lists with a search, and the object of that name beside it. */
async function openObject(page: Page, section: string, name: string): Promise<Locator> {
  await page.goto(`${PROJECT}/${section}?search=${name}`)
  await page.getByRole('button', { name, exact: true }).click()
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText(name)
  return panel(page)
}

async function chooseAct(page: Page, act: string): Promise<Locator> {
  await panel(page).getByRole('button', { name: '작업', exact: true }).click()
  await page.getByRole('menuitem', { name: act, exact: true }).click()
  return page.getByRole('dialog').last()
}

const LOOKS = [
  { suffix: '', locale: 'ko', theme: 'light', width: 1440 },
  { suffix: '-dark', locale: 'ko', theme: 'dark', width: 1440 },
  { suffix: '-en', locale: 'en', theme: 'light', width: 1440 },
  { suffix: '-narrow', locale: 'ko', theme: 'light', width: 1024 },
] as const

/** Imports a repository with something that runs, something that does not, and their settings, and deploys it. */
async function deploy(page: Page, name: string): Promise<void> {
  const files = {
    'workload.yaml': workload(name),
    'broken.yaml': broken(`${name}-broken`),
    'config.yaml': config(name),
  }
  await importRepository(page, name, serveRepository(name, files))
  await openSettings(page, name, name)
  await submitDeployment(page)
  await expect(row(page, name)).toContainText('저하됨')
}

async function remove(page: Page, name: string): Promise<void> {
  await deleteDeployment(page, name)
  await expect.poll(() => podsOf(name)).toEqual([])
  await deleteRepository(page, name)
}

test('a project shows what runs in it, and lets it be handled', async ({ page, logIn, picture }) => {
  const name = unused('handled')
  await logIn('project-regular')
  await deploy(page, name)

  await test.step('the overview says what is wrong and why', async () => {
    await page.goto(`${PROJECT}/overview`)
    await expect(page.getByRole('button', { name: `${name}-broken`, exact: true })).toBeVisible()
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
    await expect(page.getByText('FailedCreate').first()).toBeVisible()
    await picture('project-overview')
  })

  await test.step('its lists find, filter and order', async () => {
    await page.goto(`${PROJECT}/workloads?search=${name}`)
    await expect(page.getByRole('row')).toHaveCount(3)
    await expect(row(page, `${name}-broken`)).toContainText('저하됨')
    await page.goto(`${PROJECT}/workloads?search=${name}&health=Healthy`)
    await expect(page.getByRole('row')).toHaveCount(2)
    await expect(row(page, name)).toContainText('1/1')
    await page.goto(`${PROJECT}/pods?search=${name}`)
    await expect(row(page, name)).toContainText('2/2')
    await expect(row(page, name)).toContainText('정상')
    await page.goto(`${PROJECT}/events?search=${name}&type=Warning`)
    await expect(row(page, `${name}-broken`).first()).toContainText('경고')
  })

  await test.step('a log is followed, searched and saved, and says that it is simulated', async () => {
    const [pod = ''] = await podsOf(name)
    await page.goto(`${PROJECT}/pods?search=${name}`)
    await page.getByRole('button', { name: `로그 보기: ${pod}` }).click()
    const log = panel(page).getByRole('log')
    await expect(log).toContainText('request served')
    await expect(panel(page).getByText('시뮬레이션 로그입니다')).toBeVisible()
    await expect(panel(page).getByText(/실시간 · \d+줄/)).toBeVisible()
    await panel(page).getByRole('searchbox', { name: '로그에서 검색' }).fill('SLOW')
    await expect(log).not.toContainText('request served')
    await expect(log).toContainText('slow request')
    await panel(page).getByLabel('컨테이너').selectOption('proxy')
    await expect(log).toContainText('request served')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      panel(page).getByRole('link', { name: '내려받기' }).click(),
    ])
    expect(file.suggestedFilename()).toBe(`${pod}-proxy.log`)
  })

  await test.step('from a pod the way leads up to its workload', async () => {
    await panel(page).getByRole('tab', { name: '상태' }).click()
    await panel(page)
      .getByRole('button', { name: `Deployment ${name}`, exact: true })
      .click()
    await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText(name)
    await panel(page).getByRole('button', { name: '뒤로' }).click()
    await expect(panel(page).getByRole('heading', { level: 2 })).not.toHaveText(name)
  })

  await test.step('settings are shown as text', async () => {
    const shown = await openObject(page, 'config', `${name}-settings`)
    await expect(shown.getByRole('textbox', { name: 'YAML' })).toContainText(/<b>오늘의 추천<\/b>/)
    await expect(shown.getByRole('link', { name: /alert/ })).toHaveCount(0)
  })

  await test.step('a value of a Secret is shown when asked for, and who asked is recorded', async () => {
    const shown = await openObject(page, 'config', `${name}-credentials`)
    await expect(shown.getByRole('textbox', { name: 'YAML' })).toContainText(/password: ••••••/)
    await expect(shown).not.toContainText(PASSWORD)
    await picture('secret-masked')
    await shown.getByRole('button', { name: '값 보기: password' }).click()
    await expect(shown.getByLabel('password 값')).toHaveText(PASSWORD)
    await shown.getByRole('button', { name: '가리기: password' }).click()
    await expect(shown).not.toContainText(PASSWORD)
  })

  await test.step('scaling needs a number', async () => {
    await openObject(page, 'workloads', name)
    const dialog = await chooseAct(page, '파드 수 조정')
    await dialog.getByLabel('파드 수').fill('셋')
    await dialog.getByRole('button', { name: '파드 수 변경' }).click()
    await expect(dialog.getByLabel('파드 수')).toHaveAttribute('aria-invalid', 'true')
    await dialog.getByLabel('파드 수').fill('3')
    await picture('object-scale')
    await dialog.getByRole('button', { name: '파드 수 변경' }).click()
    await expect.poll(async () => (await deploymentOf(name))?.spec.replicas).toBe(3)
    await expect(panel(page).getByText('파드 3')).toBeVisible()
  })

  await test.step('restarting replaces the pods', async () => {
    const before = await podsOf(name)
    const dialog = await chooseAct(page, '재시작')
    await picture('object-restart')
    await dialog.getByRole('button', { name: '파드 재시작' }).click()
    await expect
      .poll(async () => (await podsOf(name)).filter((pod) => !pod.includes('-broken-') && before.includes(pod)))
      .toEqual([])
    const annotations = (await deploymentOf(name))?.spec.template.metadata.annotations ?? {}
    expect(annotations['kubectl.kubernetes.io/restartedAt']).toBeDefined()
  })

  await test.step('a deleted pod comes back as another one', async () => {
    const [pod = ''] = await podsOf(name)
    await openObject(page, 'pods', pod)
    const dialog = await chooseAct(page, '삭제')
    await dialog.getByRole('textbox').fill(pod)
    await picture('object-delete')
    await dialog.getByRole('button', { name: 'Pod 삭제' }).click()
    await expect.poll(() => podsOf(name)).not.toContain(pod)
  })

  await test.step('a viewer sees it all and is offered nothing that changes it', async () => {
    addViewer()
    await logIn(VIEWER)
    const shown = await openObject(page, 'config', `${name}-credentials`)
    await expect(shown.getByRole('region', { name: 'Secret 값' })).toContainText('password')
    await expect(shown.getByRole('button', { name: /값 보기/ })).toHaveCount(0)
    await expect(shown.getByRole('button', { name: '작업', exact: true })).toHaveCount(0)
    await picture('viewer-secret')
    const workloadPanel = await openObject(page, 'workloads', name)
    await expect(workloadPanel.getByRole('button', { name: '작업', exact: true })).toHaveCount(0)
    await workloadPanel.getByRole('tab', { name: '로그' }).click()
    await expect(workloadPanel.getByRole('log')).toContainText('[simulated]')
  })

  await logIn('project-regular')
  await remove(page, name)
})

const service = (name: string, type: string): string => `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { type: ${type}, selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }
`

test('a node port that another Service has is told while it is typed, and columns are chosen', async ({
  page,
  logIn,
  picture,
}) => {
  const name = unused('ports')
  await logIn('project-regular')
  const files = {
    'open.yaml': service(`${name}-open`, 'NodePort'),
    'closed.yaml': service(`${name}-closed`, 'ClusterIP'),
  }
  await importRepository(page, name, serveRepository(name, files))
  await openSettings(page, name, name)
  await submitDeployment(page)
  await expect(row(page, name)).toContainText('동기화됨')
  type Live = { spec: { type: string; ports: { nodePort?: number }[] } }
  const live = (which: string) => askApiServer<Live>(`/api/v1/${NAMESPACE}/services/${name}-${which}`)
  const taken = (await live('open'))?.spec.ports[0]?.nodePort ?? 0

  await test.step('the list shows the chosen columns, also after a reload', async () => {
    await page.goto(`${PROJECT}/services?search=${name}`)
    await page.getByRole('button', { name: '표시할 열' }).click()
    await page.getByRole('menuitemcheckbox', { name: '내부 접속' }).click()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('columnheader', { name: '내부 접속' })).toBeHidden()
    await page.reload()
    await expect(row(page, `${name}-open`)).toBeVisible()
    await expect(page.getByRole('columnheader', { name: '내부 접속' })).toBeHidden()
    await picture('services-columns')
  })

  await test.step('the port of the other Service is told with its name, a free one is not', async () => {
    await openRowMenu(page, `${name}-closed`, '외부 접속 편집')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'NodePort' }).check()
    await dialog.getByLabel('노드 포트').last().fill(String(taken))
    const note = dialog.getByText(`다른 Service에서 쓰고 있는 포트입니다: demo-project / ${name}-open`)
    await expect(note).toBeVisible()
    await picture('node-port-taken')
    await dialog.getByLabel('노드 포트').last().fill('')
    await expect(note).toBeHidden()
    await dialog.getByRole('button', { name: '확인' }).click()
    await expect(dialog).toBeHidden()
    expect((await live('closed'))?.spec.type).toBe('NodePort')
    expect((await live('closed'))?.spec.ports[0]?.nodePort).not.toBe(taken)
  })

  await deleteDeployment(page, name)
  await deleteRepository(page, name)
})

test("every page of a project's objects, in every look", async ({ page, logIn, picture, context }) => {
  test.setTimeout(300_000)
  const name = unused('looked-at')
  await logIn('project-regular')
  await deploy(page, name)
  for (const look of LOOKS) {
    await page.setViewportSize({ width: look.width, height: 900 })
    await context.addCookies([
      { name: 'ieum-locale', value: look.locale, url: installation().url },
      { name: 'ieum-theme', value: look.theme, url: installation().url },
    ])
    for (const section of ['overview', 'workloads', 'pods', 'config', 'events']) {
      await page.goto(`${PROJECT}/${section}`)
      await expect(page.getByText(name).first()).toBeVisible()
      await picture(`project-${section}${look.suffix}`)
    }
    await openObject(page, 'workloads', name)
    await picture(`object-state${look.suffix}`)
    await page.getByRole('tab').nth(1).click()
    await picture(`object-manifest${look.suffix}`)
    await page.getByRole('tab').nth(3).click()
    await expect(panel(page).getByText('[simulated]').first()).toBeVisible()
    await picture(`object-logs${look.suffix}`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await context.addCookies([
    { name: 'ieum-locale', value: 'ko', url: installation().url },
    { name: 'ieum-theme', value: 'light', url: installation().url },
  ])
  await remove(page, name)
})
