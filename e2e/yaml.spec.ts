/**
 * A deployment as text: mistakes are named with their line as they are typed, nothing is saved before its difference was shown, and the
 * second of two editors overwrites nothing unseen. As `project-regular`, in Korean; every story ends with a fact asked from the database.
 */
import { Buffer } from 'node:buffer'
import type { Locator, Page } from 'playwright/test'
import { askDatabase } from './support/ask-database.ts'
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
import { pasteYaml, saveYaml, yamlEditor, yamlIn } from './support/editor.ts'
import { expect, test } from './support/fixtures.ts'
import { serveRepository } from './support/git.ts'

const configMap = (name: string): string =>
  ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', `  name: ${name}`, ''].join('\n')

async function makeDeployment(page: Page, name: string): Promise<void> {
  const url = serveRepository(name, { 'app/settings.yaml': configMap(name), 'other/settings.yaml': configMap(name) })
  await importRepository(page, name, url)
  await openSettings(page, name, name)
  await page.getByLabel('매니페스트 파일 경로').fill('app')
  await submitDeployment(page)
  await expect(row(page, name)).toContainText('동기화됨')
}

async function openYaml(page: Page, name: string): Promise<Locator> {
  await page.goto(`${DEPLOYMENTS}?search=${name}`)
  await openRowMenu(page, name, 'YAML 편집')
  const dialog = page.getByRole('dialog', { name: 'YAML 편집' })
  await expect(yamlEditor(dialog)).toBeVisible()
  return dialog
}

type Saved = { path: string; version: number }

const saved = async (name: string): Promise<Saved | undefined> =>
  (
    await askDatabase<Saved>(
      `SELECT "spec"->'source'->>'path' AS "path", "version" FROM "ContinuousDeployment" WHERE "name" = $1`,
      [name],
    )
  )[0]

test('a mistake is named with its line, the difference is shown, and then it is saved', async ({
  page,
  logIn,
  picture,
}) => {
  const name = unused('yaml')
  await logIn('project-regular')
  await makeDeployment(page, name)
  const dialog = await openYaml(page, name)
  const yaml = await yamlIn(dialog)
  const review = dialog.getByRole('button', { name: '변경 내용 확인' })
  await expect(review).toHaveAttribute('aria-disabled', 'true')

  await test.step('an unknown field, at its line', async () => {
    const lines = yaml.split('\n')
    const at = lines.findIndex((line) => line.includes('path: app'))
    await pasteYaml(dialog, lines.with(at, lines[at]?.replace('path:', 'pathh:') ?? '').join('\n'))
    await expect(dialog.getByRole('button', { name: `${at + 1}번째 줄` })).toBeVisible()
    await expect(dialog.getByText('spec.source.pathh')).toBeVisible()
    await expect(yamlEditor(dialog)).toHaveAttribute('aria-invalid', 'true')
    await expect(review).toHaveAttribute('aria-disabled', 'true')
    await picture('yaml-line-error')
  })

  await test.step('the keyboard leaves the editor by Esc and Tab, and the dialog stays', async () => {
    await yamlEditor(dialog).focus()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    await expect(yamlEditor(dialog)).not.toBeFocused()
    await expect(dialog).toBeVisible()
  })

  await test.step('the difference, and saving it', async () => {
    await pasteYaml(dialog, yaml.replace('path: app', 'path: other'))
    await review.click()
    const difference = dialog.getByRole('region', { name: /차이/ })
    await expect(difference).toContainText('path: app')
    await expect(difference).toContainText('path: other')
    await expect(dialog.getByText('+1줄 −1줄')).toBeVisible()
    await picture('yaml-difference')
    await page.setViewportSize({ width: 1024, height: 768 })
    await picture('yaml-difference-narrow')
    await page.emulateMedia({ colorScheme: 'dark' })
    await picture('yaml-difference-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1440, height: 900 })
    expect((await saved(name))?.path).toBe('app')
    await dialog.getByRole('button', { name: '저장', exact: true }).click()
    await expect(dialog).toBeHidden()
    expect((await saved(name))?.path).toBe('other')
  })

  await deleteDeployment(page, name)
  await deleteRepository(page, name)
})

test('the second of two editors sees what the first one saved, and overwrites nothing unseen', async ({
  page,
  logIn,
  picture,
  context,
}) => {
  const name = unused('two')
  await logIn('project-regular')
  await makeDeployment(page, name)
  const mine = await openYaml(page, name)
  const yaml = await yamlIn(mine)
  await pasteYaml(mine, yaml.replace('targetRevision: main', 'targetRevision: HEAD'))

  await test.step('somebody else is faster', async () => {
    const other = await context.newPage()
    const theirs = await openYaml(other, name)
    await pasteYaml(theirs, yaml.replace('path: app', 'path: other'))
    await saveYaml(theirs)
    await expect(theirs).toBeHidden()
    await other.close()
  })

  await test.step('what they changed is shown, and saving waits', async () => {
    await expect(mine.getByText('편집하는 동안 다른 사람이 먼저 저장했습니다')).toBeVisible()
    const change = mine.getByRole('region', { name: '다른 사람이 바꾼 내용' })
    await expect(change).toContainText('path: other')
    await expect(mine.getByRole('button', { name: '변경 내용 확인' })).toHaveAttribute('aria-disabled', 'true')
    await picture('yaml-conflict')
  })

  await test.step('keeping the own text shows what it would undo; the newest can still be taken', async () => {
    await mine.getByRole('button', { name: '내 편집 유지' }).click()
    await mine.getByRole('button', { name: '변경 내용 확인' }).click()
    await expect(mine.getByRole('region', { name: /차이/ })).toContainText('path: other')
    await mine.getByRole('button', { name: '다시 편집' }).click()
    await pasteYaml(
      mine,
      yaml.replace('path: app', 'path: other').replace('targetRevision: main', 'targetRevision: HEAD'),
    )
    await saveYaml(mine)
    await expect(mine).toBeHidden()
    const rows = await askDatabase(
      `SELECT "spec"->'source'->>'path' AS "path", "spec"->'source'->>'revision' AS "revision" FROM "ContinuousDeployment"
       WHERE "name" = $1`,
      [name],
    )
    expect(rows).toEqual([{ path: 'other', revision: 'HEAD' }])
  })

  await deleteDeployment(page, name)
  await deleteRepository(page, name)
})

/** Nine levels of nine references each: half a gigabyte for a reader that follows them. */
const BOMB = [
  'a: &a ["lol","lol","lol","lol","lol","lol","lol","lol","lol"]',
  ...'bcdefghi'.split('').map((letter, index) => {
    const before = 'abcdefgh'[index] ?? 'a'
    return `${letter}: &${letter} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`
  }),
].join('\n')

test('a YAML bomb, a file that is no text and one that is too large are refused; a good file takes its place', async ({
  page,
  logIn,
  picture,
}) => {
  const name = unused('file')
  await logIn('project-regular')
  await makeDeployment(page, name)
  const before = await saved(name)
  const dialog = await openYaml(page, name)
  const yaml = await yamlIn(dialog)
  const upload = async (buffer: Buffer) => {
    const chooser = page.waitForEvent('filechooser')
    await dialog.getByRole('button', { name: '업로드' }).click()
    await (await chooser).setFiles({ name: 'application.yaml', mimeType: 'application/yaml', buffer })
  }

  await test.step('the bomb', async () => {
    await pasteYaml(dialog, BOMB)
    await expect(dialog.getByRole('button', { name: '1번째 줄' })).toBeVisible()
    await expect(dialog.getByText('anchors and aliases are not allowed')).toBeVisible()
    await expect(dialog.getByRole('button', { name: '변경 내용 확인' })).toHaveAttribute('aria-disabled', 'true')
    await picture('yaml-bomb')
  })

  await test.step('files', async () => {
    await upload(Buffer.alloc(2_000_000, 'a'))
    await expect(dialog.getByText(/256 KiB보다 큽니다/)).toBeVisible()
    await upload(Buffer.from([0xff, 0xfe, 0x00, 0x01]))
    await expect(dialog.getByText(/UTF-8로 쓴 텍스트 파일이 아닙니다/)).toBeVisible()
    await upload(Buffer.from(yaml.replace('path: app', 'path: other')))
    await expect(dialog.getByText('파일을 읽지 않았습니다')).toHaveCount(0)
    expect(await yamlIn(dialog)).toContain('path: other')
    expect(await saved(name)).toEqual(before)
    await saveYaml(dialog)
    await expect(dialog).toBeHidden()
    expect((await saved(name))?.path).toBe('other')
  })

  await deleteDeployment(page, name)
  await deleteRepository(page, name)
})
