/**
 * The list of continuous deployments: many at once with one refused, a search that is kept, columns that stand in the URL, and all of it
 * by keyboard. As `project-regular`, in Korean; every story ends with a fact asked from the database or the API server.
 */
import type { Locator, Page } from 'playwright/test'
import { namesAt } from './support/api-server.ts'
import { askDatabase, holdTable } from './support/ask-database.ts'
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
import { installation } from './support/installation.ts'

const configMap = (name: string): string =>
  ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', `  name: ${name}`, 'data:', '  greeting: hello', ''].join('\n')

const chooseRow = (page: Page, name: string): Promise<void> =>
  row(page, name)
    .getByRole('checkbox', { name: `선택: ${name}` })
    .check()

/** Imports one repository with a folder for each name, and makes a manual deployment of each. */
async function makeDeployments(page: Page, repository: string, names: readonly string[]): Promise<void> {
  const files = Object.fromEntries(names.map((name) => [`${name}/settings.yaml`, configMap(name)]))
  await importRepository(page, repository, serveRepository(repository, files))
  for (const name of names) {
    await openSettings(page, name, repository)
    await page.getByLabel('매니페스트 파일 경로').fill(name)
    await page.getByRole('radio', { name: /수동 동기화/ }).check()
    await submitDeployment(page)
    await expect(row(page, name)).toBeVisible()
  }
}

const runsOf = (names: readonly string[]) =>
  askDatabase<{ name: string; phase: string; actor: string }>(
    `SELECT d."name", r."phase"::text AS "phase", r."actorName" AS "actor" FROM "SyncRun" r
     JOIN "ContinuousDeployment" d ON d."id" = r."deploymentId"
     WHERE d."name" = ANY($1) AND r."options"->>'dryRun' = 'false' AND r."trigger" = 'manual' ORDER BY d."name"`,
    [names],
  )

/** Deletes what is left of a story's deployments, all at once. */
async function deleteAll(page: Page, prefix: string, count: number): Promise<void> {
  await page.goto(`${DEPLOYMENTS}?search=${prefix}&pageSize=50`)
  await expect(page.getByRole('row')).toHaveCount(count + 1)
  await page.getByRole('checkbox', { name: '이 페이지의 항목 모두 선택' }).check()
  await page.getByRole('button', { name: '삭제', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '여러 배포 삭제' })
  await dialog.getByRole('textbox').fill('demo-devops')
  await dialog.getByRole('button', { name: `배포 ${count}개 삭제` }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('조건에 맞는 항목이 없습니다')).toBeVisible()
}

test('many deployments are synchronised at once; the one that was refused says why and stays chosen', async ({
  page,
  logIn,
  picture,
}) => {
  const repository = unused('many')
  const names = ['one', 'two', 'held'].map((part) => `${repository}-${part}`)
  const [one = '', two = '', held = ''] = names
  await logIn('project-regular')
  await makeDeployments(page, repository, names)
  await page.goto(`${DEPLOYMENTS}?search=${repository}`)

  // The answer of the server is what counts: the deletion is asked for after the list was read.
  await test.step('choose three, and look at what will happen', async () => {
    for (const name of names) {
      await expect(row(page, name)).toContainText('동기화되지 않음')
      await chooseRow(page, name)
    }
    await expect(page.getByRole('status')).toContainText(['3개 선택됨'])
    await picture('list-selected')
    await page.setViewportSize({ width: 1024, height: 768 })
    await picture('list-selected-narrow')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: '동기화', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: '여러 배포 동기화' })
    await expect(dialog.getByRole('listitem')).toHaveCount(3)
    await expect(dialog.getByRole('listitem').filter({ hasText: one })).toContainText('생성 1')
    await expect(dialog.getByText('배포 3개 가운데 3개를 확인했습니다')).toBeVisible()
    await dialog.getByRole('button', { name: `계획 보기: ${one}` }).click()
    await expect(dialog.getByRole('row').filter({ hasText: 'ConfigMap' }).filter({ hasText: one })).toBeVisible()
    await picture('batch-sync')
    expect(await runsOf(names)).toEqual([])
  })

  await test.step('one of them is being deleted by the time of the answer', async () => {
    await askDatabase(
      `UPDATE "ContinuousDeployment" SET "deletionAt" = now(), "deletion" = '{"cascade":true,"includeKeys":[],"requestedBy":"story"}'
       WHERE "name" = $1`,
      [held],
    )
    await page.getByRole('button', { name: '배포 3개 동기화' }).click()
    const dialog = page.getByRole('dialog', { name: '여러 배포 동기화' })
    await expect(dialog.getByText('배포 1개는 거절되었습니다')).toBeVisible()
    const items = dialog.getByRole('list', { name: '결과' }).getByRole('listitem')
    await expect(items.first()).toContainText(held)
    await expect(items.first()).toContainText('거절됨')
    await expect(items.filter({ hasText: two })).toContainText('작업 #2 시작')
    await picture('batch-results')
    await dialog.getByRole('button', { name: '닫기' }).last().click()
    await expect(page.getByRole('status').filter({ hasText: '1개 선택됨' })).toBeVisible()
  })

  await test.step('the others are made', async () => {
    for (const name of [one, two]) await expect(row(page, name)).toContainText('동기화됨')
    expect(await runsOf(names)).toEqual(
      [one, two].toSorted().map((name) => ({ name, phase: 'Succeeded', actor: 'project-regular' })),
    )
  })

  await test.step('and go together with their objects', async () => {
    await page.getByRole('button', { name: '선택 해제' }).click()
    const left = () =>
      askDatabase<{ name: string }>(`SELECT "name" FROM "ContinuousDeployment" WHERE "name" = ANY($1)`, [names])
    await expect.poll(async () => (await left()).length).toBe(2)
    await deleteAll(page, repository, 2)
    const live = await namesAt('/api/v1/namespaces/demo-project/configmaps')
    expect(live.filter((name) => names.includes(name))).toEqual([])
  })
  await deleteRepository(page, repository)
})

test('a search is kept under a name, columns stand in the URL, and a paused batch says so', async ({
  page,
  logIn,
  picture,
}) => {
  const repository = unused('kept')
  const names = [`${repository}-a`, `${repository}-b`]
  await logIn('project-regular')
  await makeDeployments(page, repository, names)

  await test.step('keep a search', async () => {
    await page.goto(DEPLOYMENTS)
    await page.getByRole('searchbox').fill(repository)
    await expect(page).toHaveURL(new RegExp(`search=${repository}`))
    await page.getByRole('button', { name: '지금 조건 저장' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('조건 이름').fill('우리 팀 배포')
    await picture('save-filter')
    await dialog.getByRole('button', { name: '저장', exact: true }).click()
    await expect(dialog).toBeHidden()
    await page.goto(DEPLOYMENTS)
    const chip = page.getByRole('button', { name: '우리 팀 배포', exact: true })
    await expect(chip).toHaveAttribute('aria-pressed', 'false')
    await chip.click()
    await expect(page).toHaveURL(new RegExp(`search=${repository}`))
    await expect(page.getByRole('row')).toHaveCount(3)
    await expect(chip).toHaveAttribute('aria-pressed', 'true')
    const kept = await askDatabase<{ filter: { search: string } }>(
      `SELECT "filter" FROM "SavedFilter" WHERE "name" = $1`,
      ['우리 팀 배포'],
    )
    expect(kept).toEqual([{ filter: expect.objectContaining({ search: repository }) as unknown }])
  })

  await test.step('hide a column, and find it hidden after a reload', async () => {
    await page.getByRole('button', { name: '표시할 열' }).click()
    await page.getByRole('menuitemcheckbox', { name: '배치 위치' }).click()
    await expect(page).toHaveURL(/hide=location/)
    await page.reload()
    await expect(page.getByRole('columnheader', { name: '배치 위치' })).toHaveCount(0)
    await expect(page.getByRole('columnheader', { name: '이름' })).toBeVisible()
    await picture('list-columns')
  })

  await test.step('pause both with a reason', async () => {
    await page.getByRole('checkbox', { name: '이 페이지의 항목 모두 선택' }).check()
    await page.getByRole('button', { name: '더 보기', exact: true }).click()
    await page.getByRole('menuitem', { name: '일시 중지' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '배포 2개 일시 중지' }).click()
    await expect(dialog.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true')
    await dialog.getByRole('textbox').fill('출시 준비')
    await dialog.getByRole('button', { name: '배포 2개 일시 중지' }).click()
    await expect(dialog).toBeHidden()
    const paused = await askDatabase<{ reason: string }>(
      `SELECT "pause"->>'reason' AS "reason" FROM "ContinuousDeployment" WHERE "name" = ANY($1)`,
      [names],
    )
    expect(paused).toEqual([{ reason: '출시 준비' }, { reason: '출시 준비' }])
  })

  await page.getByRole('button', { name: '저장한 조건 지우기: 우리 팀 배포' }).click()
  await expect(page.getByRole('button', { name: '우리 팀 배포', exact: true })).toHaveCount(0)
  await deleteAll(page, repository, 2)
  await deleteRepository(page, repository)
})

/** The control that has the focus. */
const focused = (page: Page): Locator => page.locator(':focus')

test('by keyboard alone: search, go from row to row, choose and refresh', async ({ page, logIn }) => {
  const repository = unused('keys')
  const names = [`${repository}-a`, `${repository}-b`]
  const [first = '', second = ''] = names
  await logIn('project-regular')
  await makeDeployments(page, repository, names)
  await page.goto(`${DEPLOYMENTS}?sort=name&direction=asc`)
  await expect(page.getByRole('searchbox')).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type(repository)
  await expect(page.getByRole('row')).toHaveCount(3)
  await page.getByRole('region', { name: '지속적 배포 표' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(focused(page)).toHaveAccessibleName(`선택: ${first}`)
  await page.keyboard.press('Tab')
  await expect(focused(page)).toHaveText(first)
  await page.keyboard.press('ArrowDown')
  await expect(focused(page)).toHaveText(second)
  await page.keyboard.press('Space')
  await expect(row(page, second).getByRole('checkbox')).toBeChecked()
  await page.keyboard.press('Home')
  await page.keyboard.press('Space')
  await expect(row(page, first).getByRole('checkbox')).toBeChecked()
  await page.getByRole('button', { name: '더 보기', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '여러 배포 새로고침' })
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: '배포 2개 새로고침' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  const asked = await askDatabase<{ count: number }>(
    `SELECT count(*)::int AS "count" FROM "AuditEvent" WHERE "action" = 'deployment.refresh' AND "targetName" = ANY($1)`,
    [names],
  )
  expect(asked).toEqual([{ count: 2 }])
  await deleteAll(page, repository, 2)
  await deleteRepository(page, repository)
})

test('the palette goes to a deployment by its name, finds nothing that is hidden, and changes the theme', async ({
  page,
  logIn,
  picture,
}) => {
  const repository = unused('palette')
  const name = `${repository}-app`
  await logIn('project-regular')
  await makeDeployments(page, repository, [name])
  await askDatabase(`UPDATE "ContinuousDeployment" SET "alias" = '결제 게이트웨이' WHERE "name" = $1`, [name])
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: '검색과 이동' })
  const box = palette.getByRole('combobox')
  await expect(box).toBeFocused()
  await picture('palette')
  await box.fill('ㄱㅈ ㄱㅇㅌ')
  await expect(palette.getByRole('option').first()).toContainText(name)
  await picture('palette-found')
  await box.fill(unused('nothing-of-that-name'))
  await expect(palette.getByText('찾는 이름이 없습니다')).toBeVisible()
  await box.fill('어둡게')
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await expect(page.locator('html')).toHaveClass(/dark/)
  await picture('palette-dark')
  await page.keyboard.press('Control+k')
  await picture('palette-open-dark')
  await box.fill(name)
  await expect(palette.getByRole('option').first()).toContainText(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`/deployments/${name}$`))
  expect(await namesAt('/api/v1/namespaces/demo-project/configmaps')).not.toContain(name)
  await deleteAll(page, repository, 1)
  await deleteRepository(page, repository)
})

test('an ended session leads to the log-in page and back; a database that is silent is said, and what was read stays', async ({
  page,
  logIn,
  context,
}) => {
  const name = unused('stays')
  await logIn('project-regular')
  await makeDeployments(page, name, [name])
  await page.goto('about:blank')
  // A page of its own: the browser itself reports the refused requests of this story as errors.
  const other = await context.newPage()
  await other.goto(`${DEPLOYMENTS}?sort=name&direction=asc`)
  await expect(row(other, name)).toBeVisible()

  await test.step('the database does not answer', async () => {
    const release = await holdTable('ContinuousDeployment')
    try {
      await other.getByRole('button', { name: '목록 새로고침' }).click()
      await expect(other.getByText(/목록을 불러오지 못했습니다/).first()).toBeVisible({ timeout: 60_000 })
      await expect(row(other, name)).toBeVisible()
    } finally {
      await release()
    }
    // Nobody has to click: what failed is read again by itself.
    await expect(other.getByText(/목록을 불러오지 못했습니다/)).toHaveCount(0, { timeout: 30_000 })
    await expect(row(other, name)).toBeVisible()
  })

  await test.step('the session has ended', async () => {
    const [user] = await askDatabase<{ version: number }>(
      `UPDATE "User" SET "sessionVersion" = "sessionVersion" + 1 WHERE "username" = 'project-regular'
       RETURNING "sessionVersion" AS "version"`,
    )
    // Nobody has to click: the page asks by itself whether the engine works.
    await expect(other).toHaveURL(/\/login\?next=/)
    await expect(other.getByText('세션이 끝났습니다')).toBeVisible()
    await other.getByLabel('사용자 이름').fill('project-regular')
    await other.getByLabel('비밀번호', { exact: true }).fill(installation().password)
    await other.getByRole('button', { name: '로그인', exact: true }).click()
    await expect(other).toHaveURL(/deployments\?sort=name&direction=asc/)
    const [after] = await askDatabase<{ version: number }>(
      `SELECT "sessionVersion" AS "version" FROM "User" WHERE "username" = 'project-regular'`,
    )
    expect(after).toEqual(user)
  })
  await other.close()
  await logIn('project-regular')
  await deleteDeployment(page, name)
  await deleteRepository(page, name)
})
