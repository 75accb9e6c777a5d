/**
 * What people do with synchronisation beside starting it: hold it back, go back to an earlier commit, end it, take over what another
 * deployment manages, and see beforehand what will happen. As `project-regular`, in Korean; facts are asked from the API server.
 */
import type { Page } from 'playwright/test'
import { askApiServer } from './support/api-server.ts'
import { DEPLOYMENTS, openRowMenu, row, unused } from './support/console.ts'
import { configMap, deploy, remove } from './support/deploy.ts'
import { expect, test } from './support/fixtures.ts'
import { pushEdit } from './support/git.ts'

const NAMESPACE = '/api/v1/namespaces/demo-project'

const secret = (name: string, value: string): string =>
  ['apiVersion: v1', 'kind: Secret', 'metadata:', `  name: ${name}`, 'stringData:', `  token: ${value}`, ''].join('\n')

/** A hook that waits until somebody resumes it, which nobody does. */
const waitingHook = (name: string): string => `apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
  annotations: { argocd.argoproj.io/hook: PreSync }
spec:
  suspend: true
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: main, image: busybox }]
`

type ConfigMap = { data: { value: string } }

/** The value in the cluster; null while the object is not there. */
const valueOf = async (name: string): Promise<string | null> =>
  (await askApiServer<ConfigMap>(`${NAMESPACE}/configmaps/${name}`))?.data.value ?? null

const openDetail = async (page: Page, name: string): Promise<void> => {
  await page.goto(`${DEPLOYMENTS}/${name}`)
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

const push = (url: string, from: string, to: string): string =>
  pushEdit(url, 'settings.yaml', `feat: 값을 ${to} 값으로`, (text) => text.replace(`value: ${from}`, `value: ${to}`))

test('a paused deployment stays as it is until somebody resumes it', async ({ page, logIn, picture }) => {
  const name = unused('paused')
  await logIn('project-regular')
  const url = await deploy(page, name, { 'settings.yaml': configMap(name, 'one') })
  await expect(row(page, name)).toContainText('동기화됨')

  await test.step('pausing needs a reason', async () => {
    await openRowMenu(page, name, '일시 중지')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '일시 중지' }).click()
    await expect(dialog.getByLabel('이유')).toHaveAccessibleDescription(/입력/)
    await dialog.getByLabel('이유').fill('연말 배포 동결')
    await picture('pause')
    await dialog.getByRole('button', { name: '일시 중지' }).click()
    await expect(dialog).toBeHidden()
    await expect(row(page, name)).toContainText('자동 동기화 일시 중지: 연말 배포 동결')
  })

  await test.step('a commit is seen and not applied', async () => {
    push(url, 'one', 'two')
    await expect(row(page, name)).toContainText('동기화되지 않음')
    expect(await valueOf(name)).toBe('one')
  })

  await test.step('the detail page says who, why and how to go on', async () => {
    await openDetail(page, name)
    await expect(page.getByText('자동 동기화를 일시 중지했습니다: 연말 배포 동결')).toBeVisible()
    await picture('paused')
    await page.getByRole('button', { name: '재개' }).click()
    await expect(page.getByText('자동 동기화를 일시 중지했습니다: 연말 배포 동결')).toBeHidden()
    await expect.poll(() => valueOf(name)).toBe('two')
  })

  await remove(page, name)
})

test('a roll-back pins the deployment until it is released', async ({ page, logIn, picture }) => {
  const name = unused('rolled-back')
  await logIn('project-regular')
  const url = await deploy(page, name, { 'settings.yaml': configMap(name, 'one') })
  await expect(row(page, name)).toContainText('동기화됨')
  const second = push(url, 'one', 'two')
  await expect(row(page, name)).toContainText(second.slice(0, 7))
  await expect.poll(() => valueOf(name)).toBe('two')

  await test.step('going back says what it does', async () => {
    await openDetail(page, name)
    await page.getByRole('tab', { name: /이력/ }).click()
    await picture('history')
    await page.getByRole('button', { name: '작업 #1 상태로 롤백' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText(/롤백을 해제할 때까지 새 커밋을 자동으로 적용하지 않습니다/)).toBeVisible()
    await picture('rollback')
    await dialog.getByRole('button', { name: /커밋으로 롤백/ }).click()
    await expect(dialog).toBeHidden()
    await expect.poll(() => valueOf(name)).toBe('one')
  })

  await test.step('a new commit changes nothing while it is pinned', async () => {
    push(url, 'two', 'three')
    await expect(page.getByText(/커밋에 고정되어 있습니다/)).toBeVisible()
    await page.getByRole('button', { name: '새로고침' }).click()
    await expect(page.getByText(`Git과 클러스터를 다시 확인합니다: ${name}`, { exact: true })).toBeVisible()
    await picture('pinned')
    expect(await valueOf(name)).toBe('one')
  })

  await test.step('released, it follows its branch again', async () => {
    await page.getByRole('button', { name: '롤백 해제' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '롤백 해제' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText(/커밋에 고정되어 있습니다/)).toBeHidden()
    await expect.poll(() => valueOf(name)).toBe('three')
  })

  await remove(page, name)
})

test('a sync whose hook waits is ended by a person, and its hook with it', async ({ page, logIn, picture }) => {
  const name = unused('ended')
  const job = `/apis/batch/v1/namespaces/demo-project/jobs/${name}`
  await logIn('project-regular')
  await deploy(page, name, { 'settings.yaml': configMap(name, 'one'), 'hook.yaml': waitingHook(name) })
  await openDetail(page, name)

  await test.step('the run waits for its hook', async () => {
    await expect(page.getByRole('rowheader', { name: /동기화 전 훅/ })).toBeVisible()
    await expect(row(page, 'Job')).toContainText('정상 대기')
    await picture('hook-waits')
    expect(await askApiServer(job)).not.toBeNull()
  })

  await test.step('ending it says what stays, and does it', async () => {
    await page.getByRole('button', { name: '동기화 중지' }).click()
    const dialog = page.getByRole('dialog')
    await picture('terminate')
    await dialog.getByRole('button', { name: '동기화 중지' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText('project-regular 요청으로 동기화를 중간에 멈추었습니다').first()).toBeVisible()
    await expect.poll(() => askApiServer(job)).toBeNull()
    expect(await valueOf(name)).toBeNull()
  })

  await remove(page, name)
})

test('an object of another deployment is taken over by somebody who was told whose it is', async ({
  page,
  logIn,
  picture,
}) => {
  const first = unused('first-owner')
  const second = unused('second-owner')
  await logIn('project-regular')
  await deploy(page, first, { 'settings.yaml': configMap(first, 'first') })
  await expect(row(page, first)).toContainText('동기화됨')
  await deploy(page, second, { 'settings.yaml': configMap(first, 'second') })
  await expect(row(page, second)).toContainText('다른 배포가 관리함')
  expect(await valueOf(first)).toBe('first')

  await page.goto(`${DEPLOYMENTS}/${second}?tab=resources&view=table`)
  await page.getByRole('button', { name: '넘겨받기' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(first, { exact: true }).last()).toBeVisible()
  await picture('take-over')
  await dialog.getByRole('button', { name: '넘겨받고 동기화' }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(() => valueOf(first)).toBe('second')

  await page.goto(DEPLOYMENTS)
  await expect(row(page, second)).toContainText('동기화됨')
  await expect(row(page, first)).toContainText('다른 배포가 관리함')

  await remove(page, first)
  expect(await valueOf(first)).toBe('second')
  await remove(page, second)
  expect(await valueOf(first)).toBeNull()
})

test('the plan is shown first, and exactly it is carried out', async ({ page, logIn, picture }) => {
  const name = unused('planned')
  const files = { 'settings.yaml': configMap(name, 'one'), 'secret.yaml': secret(name, 'hidden-one') }
  await logIn('project-regular')
  const url = await deploy(page, name, files, '수동 동기화')
  await expect(row(page, name)).toContainText('동기화되지 않음')
  const dialog = page.getByRole('dialog')
  const planRow = (kind: string) => dialog.getByRole('row').filter({ hasText: kind })

  await test.step('a plan of creations; looking at it changes nothing', async () => {
    await openRowMenu(page, name, '동기화')
    await expect(dialog.getByRole('button', { name: '객체 2개 동기화' })).toBeVisible()
    await expect(planRow('ConfigMap')).toContainText('생성')
    expect(await valueOf(name)).toBeNull()
    await dialog.getByRole('button', { name: '객체 2개 동기화' }).click()
    await expect(dialog).toBeHidden()
    await expect(row(page, name)).toContainText('동기화됨')
    expect(await valueOf(name)).toBe('one')
  })

  await test.step('differences on demand, Secrets masked', async () => {
    push(url, 'one', 'two')
    const edit = (text: string) => text.replace('hidden-one', 'hidden-two')
    pushEdit(url, 'secret.yaml', 'feat: 토큰을 바꿈', edit)
    await expect(row(page, name)).toContainText('동기화되지 않음')
    await openRowMenu(page, name, '동기화')
    await expect(dialog.getByRole('button', { name: '객체 2개 동기화' })).toBeVisible()
    await planRow('ConfigMap').getByRole('button', { name: '필드 1' }).click()
    await expect(dialog.getByText('"two"')).toBeVisible()
    await planRow('Secret').getByRole('button', { name: /필드/ }).click()
    await expect(dialog.getByText(/^data\.token/)).toBeVisible()
    expect(await dialog.innerText()).not.toContain('hidden')
    await picture('sync-plan')
  })

  await test.step('a plan that is another one by now is shown anew instead of being carried out', async () => {
    push(url, 'two', 'three')
    await dialog.getByRole('button', { name: '객체 2개 동기화' }).click()
    await expect(dialog.getByText('확인하는 동안 계획이 바뀌었습니다')).toBeVisible()
    expect(await valueOf(name)).toBe('one')
    await expect(dialog.getByText('"three"')).toBeVisible()
    await picture('sync-plan-changed')
  })

  await test.step('only the chosen object is synchronised', async () => {
    await dialog.getByRole('radio', { name: '직접 고르기' }).check()
    await dialog.getByRole('checkbox', { name: `선택: Secret ${name}` }).uncheck()
    await expect(dialog.getByRole('button', { name: '객체 1개 동기화' })).toBeVisible()
    await picture('sync-chosen')
    await dialog.getByRole('button', { name: '객체 1개 동기화' }).click()
    await expect(dialog).toBeHidden()
    await expect.poll(() => valueOf(name)).toBe('three')
    await expect(row(page, name)).toContainText('동기화되지 않음')
  })

  await test.step('previews are told apart in the history and are no last sync', async () => {
    await openDetail(page, name)
    await page.getByRole('tab', { name: /이력/ }).click()
    await expect(page.getByText('미리보기').first()).toBeVisible()
    await picture('history-previews')
  })

  await remove(page, name)
})
