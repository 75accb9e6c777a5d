/** Credentials as `project-regular`: one is made, a private repository is imported with it, it is rotated, and it goes when nobody uses it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGitServer, type GitHttpServer } from '../lib/git/testing/git-http.ts'
import { askDatabase } from './support/ask-database.ts'
import {
  chooseUrl,
  deleteRepository,
  DEPLOYMENTS,
  look,
  openImport,
  openRowMenu,
  row,
  unused,
} from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { createRepository } from './support/git.ts'

const CREDENTIALS = DEPLOYMENTS.replace(/deployments$/, 'credentials')

let root: string
let server: GitHttpServer
test.beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'ieum-e2e-private-'))
  mkdirSync(join(root, 'source'))
  writeFileSync(join(root, 'source', 'a.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: private }\n')
  createRepository(join(root, 'private.git'), join(root, 'source'))
  server = await startGitServer(root, { kind: 'auth', username: 'robot', password: 'first-secret' })
  await askDatabase(
    `UPDATE "PlatformSetting" SET "value" = "value" || to_jsonb($1::text) WHERE "name" = 'git.allowedPrivateHosts'`,
    [server.host],
  )
})
test.afterAll(async () => {
  await server.close()
  rmSync(root, { recursive: true, force: true })
})

test('a private repository is imported, its credential rotated and forgotten', async ({ page, logIn, picture }) => {
  const name = unused('robot')
  const repository = unused('private')
  await logIn('project-regular')

  await test.step('a credential of another host is made on the page of credentials', async () => {
    await page.goto(CREDENTIALS)
    await page.getByRole('button', { name: '생성', exact: true }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('SSH 키', { exact: true }).click()
    await picture('credential-create-ssh')
    await dialog.getByText('액세스 토큰', { exact: true }).click()
    await dialog.getByLabel('이름').first().fill(`${name}-token`)
    await dialog.getByRole('textbox', { name: '호스트' }).fill('https://git.example.com/team/shop.git')
    await dialog.getByRole('button', { name: '확인', exact: true }).click()
    await expect(dialog.getByText('값을 입력하십시오')).toBeVisible()
    await dialog.getByLabel('토큰', { exact: false }).last().fill('another-secret')
    await picture('credential-create')
    await dialog.getByRole('button', { name: '확인', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(row(page, `${name}-token`)).toContainText('https://git.example.com')
  })

  await test.step('the import says that the host wants a sign-in; a credential is made for it in place', async () => {
    const dialog = await openImport(page)
    await dialog.getByLabel('이름').fill(repository)
    await dialog.getByRole('button', { name: '코드 저장소 선택' }).click()
    await chooseUrl(dialog, server.url('private.git'))
    await expect(dialog.getByRole('region', { name: '연결 테스트 결과' })).toBeVisible()
    await dialog.getByRole('combobox', { name: '자격 증명' }).click()
    await expect(page.getByRole('option', { name: new RegExp(`${name}-token`) })).toContainText('다른 호스트용입니다')
    await picture('credential-choice')
    await page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: '새로 만들기' }).click()
    const inner = page.getByRole('dialog', { name: '자격 증명 생성' })
    await inner.getByLabel('이름').first().fill(name)
    await inner.getByLabel('사용자 이름', { exact: false }).last().fill('robot')
    await inner.getByRole('textbox', { name: '비밀번호' }).fill('first-secret')
    await picture('credential-in-place')
    await inner.getByRole('button', { name: '확인', exact: true }).click()
    await expect(inner).toBeHidden()
    await dialog.getByRole('button', { name: '확인', exact: true }).click()
    await expect(dialog.getByRole('heading', { name: '코드 저장소 가져오기' })).toBeVisible()
    await dialog.getByRole('button', { name: '확인', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(row(page, repository)).toContainText('연결됨')
  })

  await test.step('its page says who uses it; the secret is nowhere', async () => {
    await page.goto(CREDENTIALS)
    await picture('credentials')
    await row(page, name).getByRole('link', { name, exact: true }).click()
    await expect(page.getByRole('link', { name: repository, exact: true })).toBeVisible()
    await picture('credential')
    expect(await page.content()).not.toContain('first-secret')
  })

  await test.step('rotated to what the host does not know, the repository fails at once; to what it knows, it answers', async () => {
    server.setMode({ kind: 'auth', username: 'robot', password: 'second-secret' })
    const rotate = async (secret: string) => {
      await page.getByRole('button', { name: '편집', exact: true }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: '비밀번호' }).fill(secret)
      await picture('credential-edit')
      await dialog.getByRole('button', { name: '확인', exact: true }).click()
      await expect(dialog).toBeHidden()
    }
    await rotate('wrong-secret')
    await expect(page.getByText('연결 실패', { exact: true })).toBeVisible()
    await rotate('second-secret')
    await expect(page.getByText('연결됨', { exact: true })).toBeVisible()
  })

  await test.step('it reads in another language, in the dark and on a narrow screen', async () => {
    await look(page, 'en', 'dark', 1024)
    await page.goto(CREDENTIALS)
    await expect(row(page, `${name}-token`)).toContainText('Access token')
    await picture('credentials-en-dark')
    await page.getByRole('button', { name: 'Create', exact: true }).first().click()
    await page.getByRole('dialog').getByText('SSH key', { exact: true }).click()
    await page.getByRole('button', { name: 'Fetch host keys' }).scrollIntoViewIfNeeded()
    await picture('credential-create-en-dark')
    await page.goto(`${CREDENTIALS}/${name}`)
    await expect(page.getByRole('link', { name: repository, exact: true })).toBeVisible()
    await picture('credential-en-dark')
    await look(page, 'ko', 'light', 1440)
    await page.reload()
  })

  await test.step('deletion is refused while it is used, with the list, and possible afterwards', async () => {
    await page.getByRole('button', { name: '삭제', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('코드 저장소 1개가 사용하고 있어 삭제할 수 없습니다')
    await expect(dialog.getByRole('link', { name: repository, exact: true })).toBeVisible()
    await picture('credential-in-use')
    await dialog.getByRole('button', { name: '닫기' }).last().click()
    await deleteRepository(page, repository)
    for (const one of [`${name}-token`, name]) {
      await page.goto(CREDENTIALS)
      await openRowMenu(page, one, '삭제')
      await page.getByRole('dialog').getByRole('textbox').fill(one)
      await page.getByRole('dialog').getByRole('button', { name: /삭제$/ }).click()
      await expect(page.getByRole('dialog')).toBeHidden()
    }
    expect(await askDatabase('SELECT 1 FROM "Credential" WHERE "name" LIKE $1', [`${name}%`])).toEqual([])
  })
})
