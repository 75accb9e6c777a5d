/**
 * The page of one deployment: what it consists of, what differs and who changed it, what happened. As `project-regular`, in Korean; facts
 * are asked from the API server.
 */
import { askApiServer, editByHand } from './support/api-server.ts'
import { deleteDeployment, deleteRepository, DEPLOYMENTS, row, unused } from './support/console.ts'
import { configMap, deploy, remove } from './support/deploy.ts'
import { expect, test } from './support/fixtures.ts'
import { pushEdit } from './support/git.ts'
import { addViewer, VIEWER } from './support/viewer.ts'

const NAMESPACE = '/api/v1/namespaces/demo-project'

const workload = (name: string, replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: web, image: 'nginx:1.29' }]
`

const service = (name: string): string => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector: { app: ${name} }
  ports: [{ port: 80 }]
`

type Pods = { items: { metadata: { name: string } }[] }

const podsOf = async (name: string): Promise<string[]> => {
  const list = await askApiServer<Pods>(`${NAMESPACE}/pods?labelSelector=app%3D${name}`)
  return (list?.items ?? []).map(({ metadata }) => metadata.name)
}

test('the tree shows what Kubernetes made for a deployment', async ({ page, logIn, picture }) => {
  const name = unused('shown')
  await logIn('project-regular')
  const files = {
    'web.yaml': workload(name, 2),
    'service.yaml': service(name),
    'many.yaml': ['a', 'b', 'c', 'd', 'e'].map((letter) => configMap(`${name}-${letter}`, letter)).join('---\n'),
  }
  await deploy(page, name, files, '자동 동기화')
  await expect(row(page, name)).toContainText('동기화됨')
  await expect(row(page, name)).toContainText('정상')
  await page.goto(`${DEPLOYMENTS}/${name}?tab=resources`)
  const tree = page.getByRole('tree', { name: '리소스 트리' })
  const node = (label: string | RegExp) => tree.getByRole('treeitem', { name: label })

  await test.step('with its ReplicaSet and pods', async () => {
    await expect(node(`Deployment ${name}, 동기화됨, 정상`)).toBeVisible()
    await expect(node(/^ReplicaSet/)).toBeVisible()
    for (const pod of await podsOf(name)) await expect(node(new RegExp(`^Pod .*${pod}, 정상`))).toBeVisible()
    await expect(node(/^EndpointSlice/)).toBeVisible()
    await picture('detail-tree')
  })

  await test.step('many of a kind are one node that opens', async () => {
    const group = node(/ConfigMap 5개/)
    await expect(group).toHaveAttribute('aria-expanded', 'false')
    await group.press('ArrowRight')
    await expect(group).toHaveAttribute('aria-expanded', 'true')
    await group.press('ArrowRight')
    await expect(node(`ConfigMap ${name}-a, 동기화됨, 정상`)).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(node(`ConfigMap ${name}-b, 동기화됨, 정상`)).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(group).toBeFocused()
    await page.keyboard.press('Space')
    await expect(group).toHaveAttribute('aria-expanded', 'false')
  })

  await test.step('a filter keeps the way to what matches', async () => {
    await page.getByRole('button', { name: '종류' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Pod', exact: true }).click()
    await expect(node(/ConfigMap/)).toHaveCount(0)
    await expect(node(`Deployment ${name}, 동기화됨, 정상`)).toBeVisible()
    await expect(node(/^Pod/)).toHaveCount(2)
    await page.getByRole('button', { name: '조건 지우기: 종류' }).click()
    await expect(node(/ConfigMap 5개/)).toBeVisible()
  })

  await test.step('the table says the same', async () => {
    await page.getByRole('button', { name: '표', exact: true }).click()
    for (const pod of await podsOf(name)) await expect(row(page, pod)).toContainText('컨트롤러가 만듦')
    await picture('detail-table')
  })

  await test.step('an object opens beside it', async () => {
    const [pod = ''] = await podsOf(name)
    await page.getByRole('button', { name: pod, exact: true }).click()
    await expect(page.getByRole('dialog').getByRole('heading', { name: pod })).toBeVisible()
    await expect(page.getByRole('dialog').getByRole('tab', { name: '로그' })).toBeVisible()
    await picture('detail-panel')
    // It stands in the address.
    await page.reload()
    await expect(page.getByRole('dialog').getByRole('heading', { name: pod })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  })

  await remove(page, name)
  expect(await askApiServer(`${NAMESPACE}/configmaps/${name}-a`)).toBeNull()
})

type Scaled = { spec: { replicas: number } }
type Stored = { data: Record<string, string> }

test('a change by hand shows whose it is, and can be left as it is', async ({ page, logIn, picture }) => {
  addViewer()
  const name = unused('compared')
  const path = `/apis/apps/v1/namespaces/demo-project/deployments/${name}`
  await logIn('project-regular')
  const url = await deploy(
    page,
    name,
    { 'web.yaml': workload(name, 2), 'settings.yaml': configMap(name, 'one') },
    '수동 동기화',
  )
  await page.goto(`${DEPLOYMENTS}/${name}?tab=compare`)
  await expect(page.getByText('클러스터에 없음').first()).toBeVisible()
  await test.step('what the cluster does not have is shown as it would be made', async () => {
    await page.getByRole('button', { name: new RegExp(`Deployment.*${name}`) }).click()
    await expect(row(page, 'replicas: 2')).toBeVisible()
    // The API server was asked: Git says nothing of it.
    await expect(row(page, 'progressDeadlineSeconds: 600')).toBeVisible()
    await picture('detail-compare-missing')
    expect(await askApiServer(path)).toBeNull()
  })
  await page.getByRole('button', { name: '동기화', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '객체 2개 동기화' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByText('클러스터가 Git과 같습니다', { exact: true })).toBeVisible()

  await test.step('field by field with the owner, and the whole object', async () => {
    await editByHand(path, { spec: { replicas: 4 } })
    await editByHand(`${NAMESPACE}/configmaps/${name}`, { data: { value: 'changed' } })
    await page.getByRole('button', { name: new RegExp(`Deployment.*${name}`) }).click()
    const field = row(page, 'spec.replicas').filter({ hasText: 'kubectl-edit' })
    await expect(field).toContainText('사람')
    await expect(field).toContainText('4')
    await expect(row(page, 'replicas: 4').filter({ hasText: 'replicas: 2' })).toHaveCount(1)
    await picture('detail-compare')
  })

  await test.step('narrow, one text stands below the other', async () => {
    await page.setViewportSize({ width: 1024, height: 768 })
    await expect(page.getByRole('combobox', { name: '다른 객체' })).toBeVisible()
    await picture('detail-compare-1024')
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await test.step('who may only look is offered nothing', async () => {
    await logIn(VIEWER)
    await page.goto(`${DEPLOYMENTS}/${name}?tab=compare`)
    await expect(row(page, 'data.value')).toContainText('kubectl-edit')
    await expect(page.getByRole('button', { name: /무시/ })).toHaveCount(0)
    await logIn('project-regular')
  })

  await test.step('one object alone is synchronised', async () => {
    await page.goto(`${DEPLOYMENTS}/${name}?tab=compare`)
    await page.getByRole('button', { name: new RegExp(`ConfigMap.*${name}`) }).click()
    await page.getByRole('button', { name: '이 객체만 동기화' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('radio', { name: '직접 고르기' })).toBeChecked()
    await expect(dialog.getByRole('checkbox', { name: `선택: ConfigMap ${name}` })).toBeChecked()
    await expect(dialog.getByRole('checkbox', { name: `선택: Deployment ${name}` })).not.toBeChecked()
    await picture('detail-sync-one')
    await dialog.getByRole('button', { name: '객체 1개 동기화' }).click()
    await expect(dialog).toBeHidden()
    await expect
      .poll(async () => (await askApiServer<Stored>(`${NAMESPACE}/configmaps/${name}`))?.data['value'])
      .toBe('one')
    expect((await askApiServer<Scaled>(path))?.spec.replicas).toBe(4)
    await editByHand(`${NAMESPACE}/configmaps/${name}`, { data: { value: 'changed' } })
  })

  await test.step('the smallest rule is shown and written', async () => {
    await page.goto(`${DEPLOYMENTS}/${name}?tab=compare`)
    await page.getByRole('button', { name: new RegExp(`Deployment.*${name}`) }).click()
    await page.getByRole('button', { name: '이 차이 무시: spec.replicas' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('/spec/replicas', { exact: true })).toBeVisible()
    await picture('detail-ignore')
    await dialog.getByRole('button', { name: '필드 1개 무시' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('heading', { level: 2, name: `ConfigMap ${name}` })).toBeVisible()
    await page.getByRole('button', { name: '이 차이 무시', exact: true }).click()
    await dialog.getByRole('button', { name: '필드 1개 무시' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('클러스터가 Git과 같습니다', { exact: true })).toBeVisible()
    expect((await askApiServer<Scaled>(path))?.spec.replicas).toBe(4)
    expect((await askApiServer<Stored>(`${NAMESPACE}/configmaps/${name}`))?.data['value']).toBe('changed')
    const yaml = await page.request.get(`/api/w/demo-workspace/d/demo-devops/deployments/${name}/yaml`)
    expect(await yaml.text()).toContain('/spec/replicas')
  })

  await test.step('what Git does not have any more is shown as it goes', async () => {
    pushEdit(url, 'settings.yaml', 'chore: 설정을 지움', () => '')
    await expect(row(page, 'value: changed')).toBeVisible()
    await expect(page.getByText('동기화 후 · 삭제됨').first()).toBeVisible()
    await picture('detail-compare-gone')
    expect(await askApiServer(`${NAMESPACE}/configmaps/${name}`)).not.toBeNull()
  })

  await test.step('history and events tell who did what', async () => {
    await page.getByRole('tab', { name: '배포 이력' }).click()
    await expect(row(page, '#1').or(row(page, '#2')).first()).toContainText('완료')
    await picture('detail-history')
    await page.getByRole('tab', { name: '이벤트' }).click()
    await expect(
      page.getByRole('listitem').filter({ hasText: '비교하지 않을 필드를 바꾸었습니다' }).first(),
    ).toContainText('project-regular')
    await expect(page.getByRole('listitem').filter({ hasText: 'Scheduled' }).first()).toContainText(name)
    await picture('detail-events')
    await page.getByRole('button', { name: /^경고/ }).click()
    await expect(page.getByRole('listitem').filter({ hasText: 'Scheduled' })).toHaveCount(0)
  })

  await deleteDeployment(page, name)
  expect(await askApiServer(path)).toBeNull()
  await deleteRepository(page, name)
})
