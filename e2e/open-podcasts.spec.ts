/**
 * The tutorial's real repository content: `config/default` of open-podcasts, 27 objects with 10 custom resource definitions and an object
 * of one of them, cluster roles and a namespace of its own. The DevOps project's admin allows what it needs; one sync makes it whole.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { askApiServer, namesAt } from './support/api-server.ts'
import { expect, test } from './support/fixtures.ts'
import { createRepository } from './support/git.ts'
import { installation, sampleRepositoryUrl } from './support/installation.ts'

const CONTENT = resolve(import.meta.dirname, '../../shared/data/open-podcasts')
const NAME = 'real-podcasts'

/** What these manifests contain beside namespaced objects of their own namespace. */
const POLICY = {
  clusterKinds: [
    { group: '', kind: 'Namespace' },
    { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
    { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
    { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
  ],
}

const setPolicy = (policy: object) =>
  execFileSync(
    process.execPath,
    [join(import.meta.dirname, 'support/set-policy.ts'), installation().dataDir, 'demo-devops', JSON.stringify(policy)],
    { stdio: 'inherit' },
  )

const customResources = async () =>
  (await namesAt('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')).filter((name) =>
    name.endsWith('my.domain'),
  )

test('the real open-podcasts repository is synced and healthy after one sync', async ({ page, logIn, picture }) => {
  test.skip(!existsSync(CONTENT), `the sample content is not on this machine: ${CONTENT}`)
  const url = sampleRepositoryUrl().replace(/[^/]+$/, `${NAME}.git`)
  createRepository(join(installation().dataDir, 'git-server', `${NAME}.git`), CONTENT)

  await test.step('import the repository', async () => {
    await logIn('project-regular')
    await page.goto('/workspaces/demo-workspace/devops-projects/demo-devops/repositories')
    await page.getByRole('button', { name: '가져오기' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('이름').fill(NAME)
    await dialog.getByRole('button', { name: '코드 저장소 선택' }).click()
    await dialog.getByLabel('코드 저장소 URL').fill(url)
    await dialog.getByRole('button', { name: '확인' }).click()
    await expect(dialog.getByRole('heading', { name: '코드 저장소 가져오기' })).toBeVisible()
    await dialog.getByRole('button', { name: '확인' }).click()
    await expect(dialog).toBeHidden()
  })

  await test.step('create the deployment by hand-started sync', async () => {
    await page.goto('/workspaces/demo-workspace/devops-projects/demo-devops/deployments')
    await page.getByRole('link', { name: '생성', exact: true }).first().click()
    // The list's search has the name in its label too.
    await expect(page).toHaveURL(/~create$/)
    await page.getByLabel('이름').fill(NAME)
    await page.getByRole('combobox', { name: '코드 저장소' }).click()
    await page.getByRole('option', { name: new RegExp(`^${NAME}`) }).click()
    await page.getByRole('button', { name: '다음' }).click()
    await page.getByRole('combobox', { name: '클러스터' }).click()
    await page.getByRole('option', { name: /^sandbox/ }).click()
    await page.getByRole('combobox', { name: '프로젝트' }).click()
    await page.getByRole('option', { name: /^demo-project/ }).click()
    await page.getByLabel('브랜치 또는 태그').fill('main')
    await page.getByLabel('매니페스트 파일 경로').fill('config/default')
    await page.getByRole('radio', { name: '수동 동기화' }).check()
    await page.getByRole('button', { name: '생성', exact: true }).click()
    await expect(page).toHaveURL(/\/deployments$/)
  })

  const row = page.getByRole('row').filter({ hasText: NAME })

  await test.step('what the policy does not allow is named and nothing is applied', async () => {
    await row.getByRole('link', { name: NAME, exact: true }).click()
    await page.getByRole('tab', { name: /리소스/ }).click()
    await page.getByRole('button', { name: '표', exact: true }).click()
    await expect(page.getByText(/허용되지 않/).first()).toBeVisible()
    await picture('policy-refusal')
    expect(await customResources()).toEqual([])
  })

  await test.step('with the policy, one sync ends synced and healthy', async () => {
    setPolicy(POLICY)
    await page.goto('/workspaces/demo-workspace/devops-projects/demo-devops/deployments')
    await row.getByRole('button', { name: /더 보기/ }).click()
    await page.getByRole('menuitem', { name: '동기화', exact: true }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /동기화$/ })
      .click()
    await expect(row).toContainText('동기화됨')
    await expect(row).toContainText('정상')
    await picture('open-podcasts')
    expect(await customResources()).toHaveLength(10)
    expect(await namesAt('/apis/apps/v1/namespaces/osf2f-system/deployments')).toHaveLength(3)
    expect(await namesAt('/apis/osf2f.my.domain/v1alpha1/namespaces/osf2f-system/rsses')).toHaveLength(1)
    expect(await namesAt('/api/v1/namespaces/osf2f-system/services')).toHaveLength(3)
  })

  await test.step('its detail page lists every object of the run', async () => {
    await row.getByRole('link', { name: NAME, exact: true }).click()
    await expect(page.getByRole('cell', { name: 'CustomResourceDefinition' }).first()).toBeVisible()
    await picture('open-podcasts-detail')
  })

  await test.step('delete it; definitions and the namespace stay unless chosen', async () => {
    await page.goto('/workspaces/demo-workspace/devops-projects/demo-devops/deployments')
    await row.getByRole('button', { name: /더 보기/ }).click()
    await page.getByRole('menuitem', { name: '삭제', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(NAME)
    await dialog.getByRole('button', { name: /삭제$/ }).click()
    // While the dialog is open, the table behind it is inert: rows are hidden then anyway.
    await expect(dialog).toBeHidden()
    await expect(row).toBeHidden()
    expect(await namesAt('/apis/apps/v1/namespaces/osf2f-system/deployments')).toEqual([])
    expect(await customResources()).toHaveLength(10)
    expect(await askApiServer('/api/v1/namespaces/osf2f-system')).not.toBeNull()
  })
})
