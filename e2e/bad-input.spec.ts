/**
 * What is wrong ends as words on the screen where it happened: nothing that was typed is lost, nothing half-done stays, and the rest
 * goes on. As `project-regular`, in Korean; every story ends with a fact asked from the API server or seen in the table.
 */
import type { Page } from 'playwright/test'
import { askApiServer } from './support/api-server.ts'
import {
  chooseUrl,
  deleteDeployment,
  deleteRepository,
  DEPLOYMENTS,
  importRepository,
  openImport,
  openSettings,
  row,
  submitDeployment,
  unused,
} from './support/console.ts'
import { expect, test } from './support/fixtures.ts'
import { pushEdit, repositoryUrl, serveRepository } from './support/git.ts'
import { installation } from './support/installation.ts'

const configMap = (name: string): string =>
  ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', `  name: ${name}`, 'data:', '  greeting: hello', ''].join('\n')

const liveConfigMap = (name: string) => askApiServer(`/api/v1/namespaces/demo-project/configmaps/${name}`)

const field = (page: Page, label: string) => page.getByLabel(label).first()

test('a wrong password is said, the name stays, and the right password goes on', async ({ page }) => {
  await page.goto('/login')
  await page.getByLabel('사용자 이름').fill('project-regular')
  await page.getByLabel('비밀번호', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: '로그인', exact: true }).click()
  await expect(page.getByText('사용자 이름 또는 비밀번호가 맞지 않습니다')).toBeVisible()
  await expect(page.getByLabel('사용자 이름')).toHaveValue('project-regular')
  await expect(page).toHaveURL(/\/login/)

  await page.getByLabel('비밀번호', { exact: true }).fill(installation().password)
  await page.getByRole('button', { name: '로그인', exact: true }).click()
  await expect(page).not.toHaveURL(/\/login/)
})

test('an address that is no Git repository is refused with its reason, and the form keeps what was typed', async ({
  page,
  logIn,
  picture,
}) => {
  const name = unused('bad-address')
  const url = serveRepository(name, { 'settings.yaml': configMap(name) })
  await logIn('project-regular')
  const dialog = await openImport(page)
  await dialog.getByLabel('이름').fill(name)
  await dialog.getByLabel('별칭').fill('주소를 틀린 저장소')
  await dialog.getByRole('button', { name: '코드 저장소 선택' }).click()
  const address = dialog.getByLabel('코드 저장소 URL')

  await test.step('a URL with a space', async () => {
    await chooseUrl(dialog, 'https://example.com/my repository')
    await expect(address).toHaveAccessibleDescription(/공백이 있습니다/)
    await expect(address).toHaveValue('https://example.com/my repository')
  })

  for (const { what, wrong, short, text } of [
    {
      what: 'a host that does not exist',
      wrong: 'https://git.nowhere.invalid/app.git',
      short: '호스트를 찾을 수 없음',
      text: '호스트 이름을 찾지 못했습니다: git.nowhere.invalid',
    },
    {
      what: 'a repository that does not exist',
      wrong: repositoryUrl(unused('nothing-here')),
      short: '저장소 없음',
      text: 'Git 서버에 이 저장소가 없습니다',
    },
  ])
    await test.step(what, async () => {
      await chooseUrl(dialog, wrong)
      const report = dialog.getByRole('region', { name: '연결 테스트 결과' })
      await expect(report.getByRole('status')).toContainText(short)
      await expect(report).toContainText(text)
      await expect(address).toHaveValue(wrong)
      await expect(dialog.getByRole('button', { name: '연결 없이 저장' })).toBeVisible()
    })

  await test.step('a host that the rules refuse cannot even be saved without a connection', async () => {
    await chooseUrlAgain()
    const report = dialog.getByRole('region', { name: '연결 테스트 결과' })
    await expect(report.getByRole('status')).toContainText('허용되지 않은 호스트')
    await expect(dialog.getByRole('button', { name: '확인', exact: true })).toHaveAttribute('aria-disabled', 'true')
    await expect(dialog.getByText('허용되지 않은 주소는 저장할 수 없습니다')).toBeVisible()
    await picture('import-refused')
  })

  await test.step('the right address goes on with the name and alias of before', async () => {
    await chooseUrlAgain(url)
    await expect(dialog.getByRole('heading', { name: '코드 저장소 가져오기' })).toBeVisible()
    await expect(dialog.getByLabel('이름')).toHaveValue(name)
    await expect(dialog.getByLabel('별칭')).toHaveValue('주소를 틀린 저장소')
    await dialog.getByRole('button', { name: '확인', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(row(page, name)).toHaveCount(1)
    await expect(row(page, name)).toContainText('연결됨')
  })

  await deleteRepository(page, name)

  /** The button that confirms has other words after an address that does not answer; a changed address takes them back. */
  async function chooseUrlAgain(next = 'http://127.0.0.1:1/x'): Promise<void> {
    await address.fill(next)
    await chooseUrl(dialog, next)
  }
})

test('the name of another repository is refused at the name, and another name goes on', async ({ page, logIn }) => {
  const name = unused('bad-taken')
  const url = serveRepository(name, { 'settings.yaml': configMap(name) })
  await logIn('project-regular')
  await importRepository(page, name, url)

  const dialog = await openImport(page)
  await dialog.getByLabel('이름').fill(name)
  await dialog.getByLabel('설명').fill('두 번째')
  await dialog.getByRole('button', { name: '코드 저장소 선택' }).click()
  await chooseUrl(dialog, url)
  await dialog.getByRole('button', { name: '확인', exact: true }).click()
  await expect(dialog.getByLabel('이름')).toHaveAccessibleDescription(/이미 있는 이름입니다/)
  await expect(dialog.getByLabel('설명')).toHaveValue('두 번째')

  await dialog.getByLabel('이름').fill(`second-${name}`)
  await dialog.getByRole('button', { name: '확인', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, name)).toHaveCount(2)

  await deleteRepository(page, `second-${name}`)
  await deleteRepository(page, name)
})

test('what a deployment refers to and is not there is said at its field before anything is made', async ({
  page,
  logIn,
  picture,
}) => {
  const name = unused('bad-reference')
  const url = serveRepository(name, { 'app/settings.yaml': configMap(name) })
  await logIn('project-regular')
  await importRepository(page, name, url)
  await openSettings(page, name, name)
  await field(page, '매니페스트 파일 경로').fill('app')

  await test.step('a branch that does not exist', async () => {
    await field(page, '브랜치 또는 태그').fill('nowhere')
    await submitDeployment(page)
    await expect(field(page, '브랜치 또는 태그')).toHaveAccessibleDescription(/저장소에 이 리비전이 없습니다: nowhere/)
    await expect(field(page, '매니페스트 파일 경로')).toHaveValue('app')
    await picture('create-refused')
  })

  await test.step('a path that does not exist', async () => {
    await field(page, '브랜치 또는 태그').fill('main')
    await field(page, '매니페스트 파일 경로').fill('app/missing')
    await submitDeployment(page)
    await expect(field(page, '매니페스트 파일 경로')).toHaveAccessibleDescription(/경로가 없습니다: app\/missing/)
  })

  await test.step('a namespace that may not be used', async () => {
    await field(page, '매니페스트 파일 경로').fill('app')
    await page.getByRole('checkbox', { name: '프로젝트를 자동 생성' }).check()
    const project = page.getByRole('combobox', { name: '프로젝트' })
    await project.click()
    await page.getByRole('combobox', { name: '프로젝트 검색' }).fill('kube-system')
    await page.getByRole('option', { name: '새 프로젝트: kube-system' }).click()
    await submitDeployment(page)
    await expect(project).toHaveAccessibleDescription(/이 네임스페이스는 사용할 수 없습니다: kube-system/)
    await expect(field(page, '매니페스트 파일 경로')).toHaveValue('app')
    await project.click()
    await page.getByRole('option', { name: /^demo-project/ }).click()
    await page.getByRole('checkbox', { name: '프로젝트를 자동 생성' }).uncheck()
  })

  await test.step('nothing was made so far, and the corrected form makes it', async () => {
    expect(await liveConfigMap(name)).toBeNull()
    await submitDeployment(page)
    await expect(page).toHaveURL(/\/deployments$/)
    await expect(row(page, name)).toHaveCount(1)
    await expect(row(page, name)).toContainText('동기화됨')
    expect(await liveConfigMap(name)).not.toBeNull()
  })

  await test.step('a name that exists leads back to the name and keeps the rest', async () => {
    await openSettings(page, name, name)
    await field(page, '매니페스트 파일 경로').fill('app')
    await submitDeployment(page)
    await expect(field(page, '이름')).toHaveAccessibleDescription(/이미 있습니다/)
    await expect(field(page, '이름')).toHaveValue(name)
    await page.getByRole('button', { name: '다음' }).click()
    await expect(field(page, '매니페스트 파일 경로')).toHaveValue('app')
  })

  // Leaving the form asks before what was typed is lost.
  await page.getByRole('link', { name: '취소', exact: true }).click()
  await page.getByRole('button', { name: '변경 내용 버리기' }).click()
  await expect(row(page, name)).toHaveCount(1)
  await deleteDeployment(page, name)
  await deleteRepository(page, name)
})

/** Repositories whose content is wrong: `file` holds `wrong`, and `right` in its place mends it. */
const BROKEN = [
  {
    what: 'a kustomization that names a missing file',
    name: 'bad-kustomization',
    file: 'kustomization.yaml',
    wrong: 'resources: [settings.yaml, missing.yaml]\n',
    right: 'resources: [settings.yaml]\n',
    short: '파일 없음',
    said: /가리키는 파일이 없습니다/,
    quoted: /missing\.yaml/,
  },
  {
    what: 'YAML that cannot be read',
    name: 'bad-yaml',
    file: 'more.yaml',
    wrong: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bad-yaml-more\n data: {}\n',
    right: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bad-yaml-more\ndata: {}\n',
    short: 'YAML 오류',
    said: /YAML을 읽지 못했습니다: app\/more\.yaml 5번째 줄/,
    quoted: /did not find expected key/,
  },
  {
    what: 'an object that the API server refuses',
    name: 'bad-object',
    file: 'service.yaml',
    wrong: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: bad-object\nspec:\n  ports: [{ port: 70000 }]\n',
    right: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: bad-object\nspec:\n  ports: [{ port: 80 }]\n',
    short: '올바르지 않은 값',
    said: /API 서버가 받지 않는 값이 있습니다: Service .*bad-object/,
    quoted: /70000/,
  },
] as const

for (const { what, file, wrong, right, short, said, quoted, ...broken } of BROKEN)
  test(`${what} is named, nothing of the commit is applied, and a push mends the deployment`, async ({
    page,
    logIn,
    picture,
  }) => {
    const name = unused(broken.name)
    const url = serveRepository(name, { 'app/settings.yaml': configMap(name), [`app/${file}`]: wrong })
    await logIn('project-regular')
    await importRepository(page, name, url)
    await openSettings(page, name, name)
    await field(page, '매니페스트 파일 경로').fill('app')
    await submitDeployment(page)
    await expect(page).toHaveURL(/\/deployments$/)

    await test.step('the list says it in a few words', async () => {
      await expect(row(page, name)).toContainText(short)
    })

    await test.step('the detail page says where and why', async () => {
      await page.goto(`${DEPLOYMENTS}/${name}`)
      await expect(page.getByText(said).first()).toBeVisible()
      await expect(page.getByLabel('원본 메시지').filter({ hasText: quoted }).first()).toBeVisible()
      await picture(broken.name)
      expect(await liveConfigMap(name), 'half a commit is not applied').toBeNull()
    })

    await test.step('the same deployment becomes synced after a push, without reloading', async () => {
      const commit = pushEdit(url, `app/${file}`, 'fix: 매니페스트를 고침', () => right)
      await expect(page.getByText(said)).toHaveCount(0)
      await page.goto(DEPLOYMENTS)
      await expect(row(page, name)).toContainText(commit.slice(0, 7))
      await expect(row(page, name)).toContainText('동기화됨')
      expect(await liveConfigMap(name)).not.toBeNull()
    })

    await deleteDeployment(page, name)
    expect(await liveConfigMap(name)).toBeNull()
    await deleteRepository(page, name)
  })
