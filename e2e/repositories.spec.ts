/** Code repositories as `project-regular`: what one has and who reads it, the check made again, and the deletion refused while used. */
import type { Page } from 'playwright/test'
import { askApiServer } from './support/api-server.ts'
import {
  deleteDeployment,
  importRepository,
  openSettings,
  REPOSITORIES,
  row,
  submitDeployment,
  unused,
} from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { serveRepository } from './support/git.ts'

const settings = (name: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { a: b }\n`
const API = '/api/w/demo-workspace/d/demo-devops/repositories'

type Answer = { data: { check: { state: string; at: string } } }

/** The last check of a repository, as the console's own route tells it. */
async function checkOf(page: Page, name: string) {
  const response = await page.request.get(`${API}/${name}`)
  return ((await response.json()) as Answer).data.check
}

test('a code repository, from its page', async ({ page, logIn, picture }) => {
  const name = unused('library')
  const url = serveRepository(name, { 'settings.yaml': settings(name) })
  await logIn('project-regular')
  await importRepository(page, name, url)

  await test.step('its page says what it is, what it has and that nobody reads it', async () => {
    await row(page, name).getByRole('link', { name, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.getByText('연결됨').first()).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: '기본 브랜치' })).toContainText('main')
    await expect(page.getByText('태그가 없습니다.')).toBeVisible()
    await expect(page.getByText('이 저장소를 읽는 지속적 배포가 없습니다.')).toBeVisible()
    await picture('repository')
  })

  await test.step('alias and description are edited', async () => {
    await page.getByRole('button', { name: '정보 편집' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('별칭').fill('도서관')
    await dialog.getByLabel('설명').fill('책과 잡지')
    await dialog.getByRole('button', { name: '확인', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('책과 잡지')).toBeVisible()
  })

  await test.step('a deployment reads it: it stands on the page, and deletion is refused with its name', async () => {
    await openSettings(page, name, name)
    await submitDeployment(page)
    await expect(row(page, name)).toContainText('동기화됨')
    await page.goto(`${REPOSITORIES}/${name}`)
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
    await page.getByRole('button', { name: '삭제', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('지속적 배포 1개가 사용하고 있어 삭제할 수 없습니다')
    await expect(dialog.getByRole('link', { name, exact: true })).toBeVisible()
    await picture('repository-in-use')
    await dialog.getByRole('button', { name: '닫기' }).last().click()
    expect(await askApiServer(`/api/v1/namespaces/demo-project/configmaps/${name}`)).not.toBeNull()
  })

  await test.step('the check is made again, step by step, and kept', async () => {
    const before = await checkOf(page, name)
    await page.getByRole('button', { name: '연결 테스트' }).click()
    await expect(page.getByRole('region', { name: '연결 테스트 결과' })).toContainText('연결되었습니다')
    await picture('repository-checked')
    const after = await checkOf(page, name)
    expect(after.state).toBe('connected')
    expect(Date.parse(after.at)).toBeGreaterThan(Date.parse(before.at))
  })

  await test.step('unused again, it is forgotten; Git keeps it', async () => {
    await deleteDeployment(page, name)
    await page.goto(`${REPOSITORIES}/${name}`)
    await page.getByRole('button', { name: '삭제', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(name)
    await dialog.getByRole('button', { name: /삭제$/ }).click()
    await expect(page).toHaveURL(/\/repositories$/)
    await expect(row(page, name)).toBeHidden()
    expect((await page.request.get(`${API}/${name}`)).status()).toBe(404)
  })
})
