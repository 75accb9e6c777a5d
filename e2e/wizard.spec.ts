/**
 * The wizard with everything it can be told, as `project-regular`: parameters of kustomize and of a chart, the preview that warns and
 * blocks, the same form for a deployment that is there, and two people who edit it at once.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { askApiServer } from './support/api-server.ts'
import {
  deleteDeployment,
  deleteRepository,
  DEPLOYMENTS,
  importRepository,
  openRowMenu,
  openSettings,
  row,
  submitDeployment,
  unused,
} from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { serveRepository } from './support/git.ts'
import { installation } from './support/installation.ts'

const NAMESPACE = '/api/v1/namespaces/demo-project'
const WORKLOADS = '/apis/apps/v1/namespaces/demo-project/deployments'

type Deployment = {
  metadata: { labels: Record<string, string> }
  spec: { replicas: number; template: { spec: { containers: { image: string }[] } } }
}
type ConfigMap = { data: Record<string, string> }

const workload = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: app, image: "registry.example.com/shop/web:1.0.0" }]
`
const settings = (name: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}-settings }\ndata: { TITLE: 처음 }\n`

/** A repository with a kustomization, a chart, and a folder that the policy of the DevOps project does not allow. */
const filesOf = (name: string): Record<string, string> => ({
  'base/kustomization.yaml': 'resources: [web.yaml, settings.yaml]\n',
  'base/web.yaml': workload(name),
  'base/settings.yaml': settings(name),
  'forbidden/priority.yaml': `apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: { name: ${name} }\nvalue: 1\n`,
  'forbidden/settings.yaml': settings(name),
  'chart/Chart.yaml': `apiVersion: v2\nname: shop\nversion: 1.0.0\n`,
  'chart/values.yaml': 'title: 기본값\nowner: 없음\nreplicas: 1\n',
  'chart/values-prod.yaml': 'title: 운영\nowner: 운영팀\n',
  'chart/templates/settings.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}-chart" }\ndata: { title: {{ .Values.title | quote }}, owner: {{ .Values.owner | quote }}, replicas: {{ .Values.replicas | quote }} }\n',
})

const panel = (page: Page) => page.getByRole('region', { name: '만들어질 객체' })
const group = (page: Page, name: string) => panel(page).getByRole('region', { name, exact: true })
const openRendering = (page: Page) => page.getByRole('button', { name: /^렌더링 설정/ }).click()
const submit = (page: Page) => page.getByRole('button', { name: '생성', exact: true })

/** With room for the whole form, so that nothing stands half behind its foot. */
async function whole(page: Page, work: () => Promise<void>): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 3000 })
  await work()
  await page.setViewportSize({ width: 1440, height: 900 })
}

async function openEditor(page: Page, name: string): Promise<void> {
  await page.goto(DEPLOYMENTS)
  await openRowMenu(page, name, '배포 설정')
  await expect(page.getByRole('heading', { level: 1, name: '배포 설정' })).toBeVisible()
}

test('a kustomization and a chart with parameters, previewed before they are made', async ({
  page,
  logIn,
  picture,
}) => {
  const name = unused('wizard')
  const chart = `${name}-chart`
  const url = serveRepository(name, filesOf(name))
  await logIn('project-regular')
  await importRepository(page, name, url)

  await test.step('what the policy forbids blocks the wizard and says why', async () => {
    await openSettings(page, name, name)
    await page.getByLabel('매니페스트 파일 경로').fill('forbidden')
    await expect(panel(page)).toContainText('막힘 · 허용되지 않은 종류')
    await expect(group(page, '적용할 수 없음')).toContainText(name)
    await expect(page.getByText('막힌 항목 1개를 해결해야 생성할 수 있습니다.')).toBeVisible()
    await expect(submit(page)).toHaveAttribute('aria-disabled', 'true')
    await picture('wizard-blocked')
    await page.setViewportSize({ width: 1024, height: 900 })
    await picture('wizard-blocked-1024')
    await page.setViewportSize({ width: 1440, height: 900 })
    expect(await askApiServer(`/apis/scheduling.k8s.io/v1/priorityclasses/${name}`)).toBeNull()
  })

  await test.step('the kustomization gets a prefix, an image, replicas and a label', async () => {
    await page.getByLabel('매니페스트 파일 경로').fill('base')
    await expect(group(page, '새로 생성')).toContainText(name)
    await expect(submit(page)).not.toHaveAttribute('aria-disabled')
    await openRendering(page)
    await page.getByLabel('이름 접두사').fill('dev-')
    await page.getByRole('button', { name: '이미지에 추가' }).click()
    await page.getByLabel('이미지 1 이미지').fill('registry.example.com/shop/web:2.0.0')
    await page.getByRole('button', { name: '레플리카 수에 추가' }).click()
    await page.getByLabel('레플리카 수 1 워크로드 이름').fill(name)
    await page.getByLabel('레플리카 수 1 개수').fill('3')
    await page.getByRole('button', { name: '공통 레이블에 추가' }).click()
    await page.getByLabel('공통 레이블 1 키').fill('team')
    await page.getByLabel('공통 레이블 1 값').fill('shop')
    await expect(group(page, '새로 생성')).toContainText(`dev-${name}`)
    await whole(page, () => picture('wizard-kustomize'))
    await submitDeployment(page)
    await expect(row(page, name)).toContainText('동기화됨')
    const made = await askApiServer<Deployment>(`${WORKLOADS}/dev-${name}`)
    expect(made?.metadata.labels).toMatchObject({ team: 'shop' })
    expect(made?.spec.replicas).toBe(3)
    expect(made?.spec.template.spec.containers[0]?.image).toBe('registry.example.com/shop/web:2.0.0')
  })

  await test.step('an object of another deployment is warned of, and does not block', async () => {
    await openSettings(page, chart, name)
    await page.getByLabel('매니페스트 파일 경로').fill('base')
    await openRendering(page)
    await page.getByLabel('이름 접두사').fill('dev-')
    await expect(panel(page)).toContainText('다른 배포가 관리함')
    await expect(page.getByText(/^경고 1건이 있습니다/)).toBeVisible()
    await expect(submit(page)).not.toHaveAttribute('aria-disabled')
    await whole(page, () => picture('wizard-warned'))
  })

  await test.step('the chart gets a file, values and a parameter, the last of which wins', async () => {
    await page.getByLabel('매니페스트 파일 경로').fill('chart')
    await page.getByRole('button', { name: '값 파일 추가: values-prod.yaml' }).click()
    await page.getByLabel('값 (YAML)').fill('owner: 홍길동')
    await page.getByRole('button', { name: '파라미터에 추가' }).click()
    await page.getByLabel('파라미터 1 이름').fill('replicas')
    await page.getByLabel('파라미터 1 값').fill('5')
    await expect(group(page, '새로 생성')).toContainText(`${chart}-chart`)
    await whole(page, () => picture('wizard-helm'))
    await submitDeployment(page)
    await expect(row(page, chart)).toContainText('동기화됨')
    const made = await askApiServer<ConfigMap>(`${NAMESPACE}/configmaps/${chart}-chart`)
    expect(made?.data).toEqual({ title: '운영', owner: '홍길동', replicas: '5' })
  })

  await test.step('the settings are changed later, with the plan of the change', async () => {
    await openEditor(page, chart)
    await openRendering(page)
    await expect(page.getByLabel('파라미터 1 값')).toHaveValue('5')
    await expect(group(page, '변경 없음')).toContainText(`${chart}-chart`)
    await page.getByLabel('파라미터 1 값').fill('7')
    await expect(group(page, '업데이트')).toContainText('필드 1개')
    await whole(page, () => picture('settings-plan'))
    await page.getByRole('button', { name: '저장', exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`/deployments/${chart}$`))
    await expect
      .poll(async () => (await askApiServer<ConfigMap>(`${NAMESPACE}/configmaps/${chart}-chart`))?.data['replicas'])
      .toBe('7')
  })

  await deleteDeployment(page, chart)
  await deleteDeployment(page, name)
  await deleteRepository(page, name)
})

test('two people edit the settings of one deployment, and a viewer cannot', async ({
  page,
  logIn,
  picture,
  browser,
}) => {
  const name = unused('edited')
  await logIn('project-regular')
  await importRepository(page, name, serveRepository(name, filesOf(name)))
  await openSettings(page, name, name)
  await page.getByLabel('매니페스트 파일 경로').fill('base')
  await submitDeployment(page)
  await expect(row(page, name)).toContainText('동기화됨')

  await openEditor(page, name)
  await page.getByRole('checkbox', { name: '자가 치료' }).check()

  await test.step('somebody else saves first', async () => {
    const context = await browser.newContext({ storageState: await page.context().storageState(), locale: 'ko-KR' })
    const other = await context.newPage()
    await other.goto(new URL(`${DEPLOYMENTS}/${name}/settings`, installation().url).href)
    await other.getByRole('checkbox', { name: '리소스 정리' }).check()
    await other.getByRole('button', { name: '저장', exact: true }).click()
    await expect(other).toHaveURL(new RegExp(`/deployments/${name}$`))
    await context.close()
  })

  await test.step('the first is told what was changed, and keeps both changes', async () => {
    const notice = page.getByRole('alert').filter({ hasText: '편집하는 동안 다른 사람이 먼저 저장했습니다' })
    await expect(notice).toContainText('서로 다른 항목을 바꾸었습니다')
    await expect(notice).toContainText('prune: true')
    // Where the page was scrolled to, a field may be half behind the foot.
    await whole(page, () => picture('settings-conflict'))
    await notice.getByRole('button', { name: '내 변경 합치기' }).click()
    await expect(notice).toBeHidden()
    await expect(page.getByRole('checkbox', { name: '리소스 정리' })).toBeChecked()
    await page.getByRole('button', { name: '저장', exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`/deployments/${name}$`))
    const response = await page.request.get(`/api/w/demo-workspace/d/demo-devops/deployments/${name}`)
    const detail = (await response.json()) as { data: { spec: { syncPolicy: { automated: unknown } } } }
    expect(detail.data.spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: true, allowEmpty: false })
  })

  await deleteDeployment(page, name)
  await deleteRepository(page, name)

  await test.step('a viewer may not open the wizard', async () => {
    execFileSync(
      process.execPath,
      [
        join(import.meta.dirname, 'support/add-viewer.ts'),
        installation().dataDir,
        'wizard-viewer',
        installation().password,
      ],
      { stdio: 'inherit' },
    )
    await logIn('wizard-viewer')
    await page.goto(`${DEPLOYMENTS}/~create`)
    await expect(page.getByRole('heading', { name: '권한이 없습니다' })).toBeVisible()
    expect(await askApiServer(`${WORKLOADS}/${name}`)).toBeNull()
  })
})
