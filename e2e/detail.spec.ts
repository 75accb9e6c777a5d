/**
 * The page of one deployment: what it consists of, what differs and who changed it, what happened. As `project-regular`, in Korean; facts
 * are asked from the API server.
 */
import type { Page } from 'playwright/test'
import { askApiServer } from './support/api-server.ts'
import {
  deleteDeployment,
  deleteRepository,
  DEPLOYMENTS,
  importRepository,
  openSettings,
  row,
  submitDeployment,
  unused,
} from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { serveRepository } from './support/git.ts'

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

const configMap = (name: string, value: string): string =>
  ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', `  name: ${name}`, 'data:', `  value: ${value}`, ''].join('\n')

/** Imports a repository of these files and deploys its top folder. */
async function deploy(
  page: Page,
  name: string,
  files: Readonly<Record<string, string>>,
  strategy: '자동 동기화' | '수동 동기화',
): Promise<void> {
  const url = serveRepository(name, files)
  await importRepository(page, name, url)
  await openSettings(page, name, name)
  await page.getByRole('radio', { name: strategy }).check()
  await submitDeployment(page)
  await expect(row(page, name)).toHaveCount(1)
}

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

  await deleteDeployment(page, name)
  expect(await askApiServer(`${NAMESPACE}/configmaps/${name}-a`)).toBeNull()
  await deleteRepository(page, name)
})
