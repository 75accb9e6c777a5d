/**
 * The tutorial, step by step, as `project-regular`, in Korean: import a code repository, create a continuous deployment, see it
 * become equal to Git, push a commit, expose the Service by NodePort and open it, edit information and YAML, sync, delete.
 * Every step ends with a fact asked from the API server or seen in the table.
 */
import type { Page } from 'playwright/test'
import { askApiServer, namesAt } from './api-server.ts'
import { openRowMenu, row } from './console.ts'
import { pasteYaml, saveYaml, yamlIn } from './editor.ts'
import { expect, test, type Fixtures } from './fixtures.ts'
import { pushEdit } from './git.ts'

const NAMESPACE = '/api/v1/namespaces/demo-project'
const NAME = 'open-podcasts'

type Deployment = { spec: { replicas: number } }
type Service = { spec: { type: string; ports: { nodePort?: number }[] } }
type ConfigMap = { data: Record<string, string> }

/** Follows it on an installation whose `project-regular` is operator of `demo-devops` and `demo-project`, with the sample repository at `url`. */
export async function followTutorial({ page, logIn, picture }: Fixtures & { page: Page }, url: string): Promise<void> {
  await test.step('log in and open the DevOps project', async () => {
    await logIn('project-regular')
    await page.getByRole('navigation').getByRole('link', { name: 'DevOps 프로젝트' }).click()
    await page.getByRole('link', { name: 'demo-devops' }).click()
    await page.getByRole('navigation').getByRole('link', { name: '코드 저장소' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '코드 저장소' })).toBeVisible()
  })

  await test.step('import the code repository', async () => {
    await page.getByRole('button', { name: '가져오기' }).first().click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('heading', { name: '코드 저장소 가져오기' })).toBeVisible()
    await dialog.getByLabel('이름').fill(NAME)
    await dialog.getByLabel('별칭').fill('팟캐스트 서비스')
    await dialog.getByRole('button', { name: '코드 저장소 선택' }).click()
    await expect(dialog.getByRole('heading', { name: '코드 저장소 선택' })).toBeVisible()
    await dialog.getByRole('tab', { name: 'Git', exact: true }).click()
    await dialog.getByLabel('코드 저장소 URL').fill(url)
    await dialog.getByRole('button', { name: '연결 테스트' }).click()
    await expect(dialog.getByText('연결되었습니다')).toBeVisible()
    await picture('import-connected')
    await dialog.getByRole('button', { name: '확인' }).click()
    await expect(dialog.getByRole('heading', { name: '코드 저장소 가져오기' })).toBeVisible()
    await dialog.getByRole('button', { name: '확인' }).click()
    await expect(dialog).toBeHidden()
    await expect(row(page, NAME)).toContainText(url)
    await picture('repositories')
  })

  await test.step('create the continuous deployment', async () => {
    await page.getByRole('navigation').getByRole('link', { name: '지속적 배포' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '지속적 배포' })).toBeVisible()
    await page.getByRole('link', { name: '생성', exact: true }).first().click()
    // The list's search has the name in its label too.
    await expect(page).toHaveURL(/~create$/)
    await page.getByLabel('이름').fill(NAME)
    await page.getByLabel('별칭').fill('팟캐스트')
    await page.getByLabel('설명').fill('GitOps 튜토리얼')
    await page.getByRole('combobox', { name: '코드 저장소' }).click()
    await page.getByRole('option', { name: new RegExp(`^${NAME}`) }).click()
    await page.getByRole('button', { name: '다음' }).click()

    await page.getByRole('combobox', { name: '클러스터' }).click()
    await page.getByRole('option', { name: /^sandbox/ }).click()
    await page.getByRole('combobox', { name: '프로젝트' }).click()
    await page.getByRole('option', { name: /^demo-project/ }).click()
    await page.getByLabel('브랜치 또는 태그').fill('main')
    await page.getByLabel('매니페스트 파일 경로').fill('config/default')
    await page.getByRole('radio', { name: '자동 동기화' }).check()
    await page.getByRole('checkbox', { name: '리소스 정리' }).check()
    await page.getByRole('checkbox', { name: '자가 치료' }).check()
    for (const option of [
      '스키마 유효성 검사 건너뛰기',
      '프로젝트를 자동 생성',
      '마지막 정리',
      '동기화되지 않은 경우에만 적용',
    ])
      await expect(page.getByRole('checkbox', { name: option })).not.toBeChecked()
    for (const policy of ['foreground', 'background', 'orphan'])
      await expect(page.getByRole('radio', { name: policy })).toBeVisible()
    await expect(page.getByRole('checkbox', { name: '이미 존재하는 리소스를 교체' })).not.toBeChecked()
    await picture('create-settings')
    await page.getByRole('button', { name: '생성', exact: true }).click()
  })

  await test.step('see it become healthy and synced without reloading', async () => {
    await expect(page).toHaveURL(/\/deployments$/)
    for (const column of ['이름', '헬스 상태', '동기화 상태', '배치 위치', '업데이트 시간'])
      await expect(page.getByRole('columnheader', { name: column })).toBeVisible()
    const created = row(page, NAME)
    await expect(created).toContainText('동기화됨')
    await expect(created).toContainText('정상')
    await expect(created).toContainText('sandbox')
    await expect(created).toContainText('demo-project')
    await picture('deployments')
    const deployment = await askApiServer<Deployment>('/apis/apps/v1/namespaces/demo-project/deployments/podcast-web')
    expect(deployment?.spec.replicas).toBe(2)
  })

  await test.step('push a commit and see it arrive', async () => {
    const commit = pushEdit(url, 'config/default/settings.yaml', 'feat: 사이트 제목을 바꿈', (text) =>
      text.replace(/SITE_TITLE: .*/, 'SITE_TITLE: 오늘의 추천'),
    )
    await expect(row(page, NAME)).toContainText(commit.slice(0, 7))
    await expect(row(page, NAME)).toContainText('동기화됨')
    const settings = await askApiServer<ConfigMap>(`${NAMESPACE}/configmaps/podcast-settings`)
    expect(settings?.data['SITE_TITLE']).toBe('오늘의 추천')
  })

  await test.step('read status and result on the detail page', async () => {
    await page.getByRole('link', { name: NAME, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible()
    await expect(page.getByRole('tab', { name: /동기화 상태/ })).toHaveAttribute('aria-selected', 'true')
    await expect(row(page, 'podcast-web').first()).toBeVisible()
    await picture('detail')
  })

  const port = await test.step('expose the Service by NodePort', async () => {
    await page.goto('/workspaces/demo-workspace/projects/sandbox/demo-project')
    await page.getByRole('navigation').getByRole('link', { name: '서비스' }).click()
    await openRowMenu(page, 'podcast-web', '외부 접속 편집')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'NodePort' }).check()
    await picture('external-access')
    await dialog.getByRole('button', { name: '확인' }).click()
    await expect(dialog).toBeHidden()
    const service = await askApiServer<Service>(`${NAMESPACE}/services/podcast-web`)
    expect(service?.spec.type).toBe('NodePort')
    return service?.spec.ports[0]?.nodePort ?? 0
  })

  await test.step('open nodeIP:nodePort', async () => {
    const address = row(page, 'podcast-web')
      .getByRole('link', { name: new RegExp(`:${port}`) })
      .first()
    await expect(address).toBeVisible()
    await picture('services')
    const href = (await address.getAttribute('href')) ?? ''
    await expect
      .poll(
        async () =>
          await fetch(href)
            .then((answer) => answer.text())
            .catch(() => ''),
      )
      .toContain('podcast-web')
    const tab = page.context().waitForEvent('page')
    await address.click()
    await expect((await tab).getByText('podcast-web').first()).toBeVisible()
    await (await tab).close()
  })

  await test.step('the open port survives self-healing, because Git does not name the type', async () => {
    await page.goto('/workspaces/demo-workspace/devops-projects/demo-devops/deployments')
    await expect(row(page, NAME)).toContainText('동기화됨')
    const service = await askApiServer<Service>(`${NAMESPACE}/services/podcast-web`)
    expect(service?.spec.ports[0]?.nodePort).toBe(port)
  })

  await test.step('edit information', async () => {
    await openRowMenu(page, NAME, '정보 편집')
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel('이름')).toBeDisabled()
    await dialog.getByLabel('별칭').fill('팟캐스트 웹')
    await dialog.getByRole('button', { name: '확인' }).click()
    await expect(dialog).toBeHidden()
    await expect(row(page, NAME)).toContainText('팟캐스트 웹')
  })

  await test.step('edit YAML: a mistake is named with its line, then the change to manual sync is saved', async () => {
    await openRowMenu(page, NAME, 'YAML 편집')
    const dialog = page.getByRole('dialog')
    const yaml = await yamlIn(dialog)
    expect(yaml).toContain('kind: Application')
    await pasteYaml(dialog, yaml.replace('path: config/default', 'pathh: config/default'))
    await expect(dialog.getByText(/pathh/).first()).toBeVisible()
    await expect(dialog.getByRole('button', { name: '변경 내용 확인' })).toHaveAttribute('aria-disabled', 'true')
    await picture('yaml-error')
    await pasteYaml(dialog, `${yaml}  ignoreDifferences: [{ kind: Service, jqPathExpressions: ['.spec.ports['] }]\n`)
    await saveYaml(dialog)
    await expect(dialog.getByText(/jq 식을 읽을 수 없습니다: syntax error/)).toBeVisible()
    await picture('yaml-expression')
    await pasteYaml(dialog, yaml.replace(/\n {4}automated:(\n {6}.*)+/, ''))
    await saveYaml(dialog)
    await expect(dialog).toBeHidden()
  })

  await test.step('sync by hand', async () => {
    const commit = pushEdit(url, 'config/default/deployment.yaml', 'feat: 웹 파드를 3개로', (text) =>
      text.replace('replicas: 2', 'replicas: 3'),
    )
    await expect(row(page, NAME)).toContainText('동기화되지 않음')
    await openRowMenu(page, NAME, '동기화')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /동기화$/ }).click()
    await expect(dialog).toBeHidden()
    await expect(row(page, NAME)).toContainText(commit.slice(0, 7))
    await expect(row(page, NAME)).toContainText('동기화됨')
    await expect(row(page, NAME)).toContainText('정상')
    const deployment = await askApiServer<Deployment>('/apis/apps/v1/namespaces/demo-project/deployments/podcast-web')
    expect(deployment?.spec.replicas).toBe(3)
  })

  await test.step('delete it with its resources', async () => {
    await openRowMenu(page, NAME, '삭제')
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('podcast-web').first()).toBeVisible()
    const confirm = dialog.getByRole('button', { name: /삭제$/ })
    await expect(confirm).toHaveAttribute('aria-disabled', 'true')
    await dialog.getByRole('textbox').fill(NAME)
    await picture('delete')
    await confirm.click()
    // While the dialog is open, the table behind it is inert: rows are hidden then anyway.
    await expect(dialog).toBeHidden()
    await expect(row(page, NAME)).toBeHidden()
    expect(await askApiServer('/apis/apps/v1/namespaces/demo-project/deployments/podcast-web')).toBeNull()
    expect(await askApiServer(`${NAMESPACE}/services/podcast-web`)).toBeNull()
    expect((await namesAt(`${NAMESPACE}/configmaps`)).filter((name) => name.startsWith('podcast'))).toEqual([])
    expect(await namesAt('/api/v1/namespaces')).toContain('demo-project')
  })
}
