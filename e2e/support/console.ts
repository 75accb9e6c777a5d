/** What stories do on the console's pages, by the words a person reads there. */
import { expect, type Locator, type Page } from 'playwright/test'
import { installation } from './installation.ts'

const DEVOPS = '/workspaces/demo-workspace/devops-projects/demo-devops'
export const REPOSITORIES = `${DEVOPS}/repositories`
export const DEPLOYMENTS = `${DEVOPS}/deployments`
export const PROJECT = '/workspaces/demo-workspace/projects/sandbox/demo-project'
export const SERVICES = `${PROJECT}/services`

/** A name that no earlier run on the same installation has used. */
export const unused = (name: string): string => `${name}-${Date.now().toString(36)}`

/** The row of the table whose text contains `name`. */
export const row = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name })

export async function openRowMenu(page: Page, name: string, item: string): Promise<void> {
  await row(page, name)
    .getByRole('button', { name: /더 보기/ })
    .click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** Opens the import dialog on the page of the code repositories. */
export async function openImport(page: Page): Promise<Locator> {
  await page.goto(REPOSITORIES)
  await page.getByRole('button', { name: '가져오기' }).first().click()
  return page.getByRole('dialog')
}

/** Types the URL into the open import dialog's choice and confirms it, which tests the connection. */
export async function chooseUrl(dialog: Locator, url: string): Promise<void> {
  await dialog.getByLabel('코드 저장소 URL').fill(url)
  await dialog.getByRole('button', { name: '확인', exact: true }).click()
}

export async function importRepository(page: Page, name: string, url: string): Promise<void> {
  const dialog = await openImport(page)
  await dialog.getByLabel('이름').fill(name)
  await dialog.getByRole('button', { name: '코드 저장소 선택' }).click()
  await chooseUrl(dialog, url)
  await expect(dialog.getByRole('heading', { name: '코드 저장소 가져오기' })).toBeVisible()
  await dialog.getByRole('button', { name: '확인', exact: true }).click()
  await expect(dialog).toBeHidden()
}

/** Fills the wizard's first step and goes on to the second, with cluster and `demo-project` chosen. */
export async function openSettings(page: Page, name: string, repository: string, alias = ''): Promise<void> {
  await page.goto(`${DEPLOYMENTS}/~create`)
  await page.getByLabel('이름').fill(name)
  await page.getByLabel('별칭').fill(alias)
  await page.getByRole('combobox', { name: '코드 저장소' }).click()
  await page.getByRole('option', { name: new RegExp(`^${repository}`) }).click()
  await page.getByRole('button', { name: '다음' }).click()
  await page.getByRole('combobox', { name: '클러스터' }).click()
  await page.getByRole('option', { name: /^sandbox/ }).click()
  await page.getByRole('combobox', { name: '프로젝트' }).click()
  await page.getByRole('option', { name: /^demo-project/ }).click()
  await expect(page.getByLabel('브랜치 또는 태그')).toHaveValue('main')
}

/** The wizard's last button. */
export const submitDeployment = (page: Page): Promise<void> =>
  page.getByRole('button', { name: '생성', exact: true }).click()

/** Deletes the deployment with what it made; resolves when it is gone from the list. */
export async function deleteDeployment(page: Page, name: string): Promise<void> {
  await page.goto(DEPLOYMENTS)
  await openRowMenu(page, name, '삭제')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(name)
  await dialog.getByRole('button', { name: /삭제$/ }).click()
  // While the dialog is open, the table behind it is inert: rows are hidden then anyway.
  await expect(dialog).toBeHidden()
  await expect(row(page, name)).toBeHidden()
}

/** Forgets a repository that no deployment uses. */
export async function deleteRepository(page: Page, name: string): Promise<void> {
  await page.goto(REPOSITORIES)
  await openRowMenu(page, name, '삭제')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(name)
  await dialog.getByRole('button', { name: /삭제$/ }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, name)).toBeHidden()
}

/** From the next page on: another language, theme and width of the window. */
export async function look(page: Page, locale: 'ko' | 'en', theme: 'light' | 'dark', width: number): Promise<void> {
  const { url } = installation()
  await page.setViewportSize({ width, height: 900 })
  await page.context().addCookies([
    { name: 'ieum-locale', value: locale, url },
    { name: 'ieum-theme', value: theme, url },
  ])
}
