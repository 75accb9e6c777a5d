/** Who may only look sees deployments, repositories and services, and nothing that would change them. */
import type { Page } from 'playwright/test'
import { askApiServer } from './support/api-server.ts'
import {
  deleteDeployment,
  deleteRepository,
  DEPLOYMENTS,
  importRepository,
  openSettings,
  REPOSITORIES,
  row,
  SERVICES,
  submitDeployment,
  unused,
} from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { serveRepository } from './support/git.ts'
import { addViewer, VIEWER } from './support/viewer.ts'

const service = (name: string): string =>
  ['apiVersion: v1', 'kind: Service', 'metadata:', `  name: ${name}`, 'spec:', '  ports: [{ port: 80 }]', ''].join('\n')

/** What the open row menu offers. */
async function menuOf(page: Page, name: string): Promise<string[]> {
  await row(page, name)
    .getByRole('button', { name: /더 보기/ })
    .click()
  const items = await page.getByRole('menuitem').allInnerTexts()
  await page.keyboard.press('Escape')
  return items.map((item) => item.trim())
}

test('a viewer sees everything and is offered nothing that changes it', async ({ page, logIn, picture }) => {
  addViewer()
  const name = unused('only-seen')
  const url = serveRepository(name, { 'service.yaml': service(name) })

  await test.step('somebody who may makes a deployment', async () => {
    await logIn('project-regular')
    await importRepository(page, name, url)
    await openSettings(page, name, name)
    await submitDeployment(page)
    await expect(row(page, name)).toContainText('동기화됨')
  })

  await logIn(VIEWER)

  await test.step('deployments', async () => {
    await page.goto(DEPLOYMENTS)
    await expect(row(page, name)).toContainText('동기화됨')
    await expect(page.getByRole('link', { name: '생성', exact: true })).toHaveCount(0)
    expect(await menuOf(page, name)).toEqual(['새로고침'])
    await picture('viewer-deployments')
  })

  await test.step('a deployment', async () => {
    await row(page, name).getByRole('link', { name, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(row(page, name).first()).toBeVisible()
    for (const act of ['동기화', '동기화 중지', '삭제', '정보 편집', 'YAML 편집', '더 보기'])
      await expect(page.getByRole('button', { name: act, exact: true })).toHaveCount(0)
    await page.getByRole('tab', { name: /이력/ }).click()
    await expect(row(page, '#1')).toContainText('완료')
    await expect(page.getByRole('button', { name: /롤백/ })).toHaveCount(0)
  })

  await test.step('repositories', async () => {
    await page.goto(REPOSITORIES)
    await expect(row(page, name)).toContainText(url)
    await expect(page.getByRole('button', { name: '가져오기' })).toHaveCount(0)
    await expect(row(page, name).getByRole('button')).toHaveCount(0)
  })

  await test.step('services', async () => {
    await page.goto(SERVICES)
    await expect(row(page, name)).toContainText('ClusterIP')
    await expect(row(page, name).getByRole('button', { name: /더 보기/ })).toHaveCount(0)
    await picture('viewer-services')
  })

  await test.step('the address of the wizard alone opens no form', async () => {
    await page.goto(`${DEPLOYMENTS}/~create`)
    await expect(
      page
        .getByRole('heading', { level: 1 })
        .or(page.getByRole('heading', { level: 2 }))
        .first(),
    ).toBeVisible()
    await expect(page.getByRole('textbox')).toHaveCount(0)
    expect(await askApiServer(`/api/v1/namespaces/demo-project/services/${name}`)).not.toBeNull()
  })

  await logIn('project-regular')
  await deleteDeployment(page, name)
  expect(await askApiServer(`/api/v1/namespaces/demo-project/services/${name}`)).toBeNull()
  await deleteRepository(page, name)
})
