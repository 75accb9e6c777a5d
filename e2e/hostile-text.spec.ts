/** Texts that others write: in a form, in a commit, in a manifest, in an event. All of them are shown, and none of them does anything. */
import type { Page } from 'playwright/test'
import { createObject, deleteObject } from './support/api-server.ts'
import { DEPLOYMENTS, openRowMenu, PROJECT, REPOSITORIES, row, unused } from './support/console.ts'
import { deploy, remove } from './support/deploy.ts'
import { expect, test } from './support/fixtures.ts'
import { pushEdit } from './support/git.ts'

const IMAGE = '<img src=x onerror=alert(1)>'
const TEMPLATE = '{{7*7}}${7*7}'
const ESCAPE = '\u001b[31mred\u001b[0m'
const LINKS = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '\tjavascript:alert(1)',
]
const EVENTS = '/api/v1/namespaces/demo-project/events'

const manifest = (name: string, value: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      labels: { 'app.kubernetes.io/part-of': 'x' },
      annotations: Object.fromEntries([
        ['example.com/markup', IMAGE],
        ...LINKS.map((link, index) => [`link.argocd.argoproj.io/external-link-${index}`, link]),
      ]),
    },
    data: { value, markup: `${IMAGE} ${TEMPLATE} ${ESCAPE}` },
  })

/** What a text must not have become anywhere on the page. */
async function nothingHappened(page: Page, where: string): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  expect(await page.locator('img[src="x"], [onerror]').count(), where).toBe(0)
  const schemes = await page.$$eval('a[href]', (links) => links.map((link) => (link as HTMLAnchorElement).protocol))
  expect(
    [...new Set(schemes)].filter((scheme) => !['http:', 'https:'].includes(scheme)),
    where,
  ).toEqual([])
  expect(await page.locator('body').innerText(), where).not.toContain('\u001b')
}

test('W11, W12: markup, templates, escapes and script addresses are shown as the text they are', async ({
  page,
  logIn,
  picture,
}) => {
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const name = unused('hostile-text')
  await logIn('project-regular')
  const url = await deploy(page, name, { 'map.yaml': manifest(name, 'one') })
  await expect(row(page, name)).toContainText('동기화됨')

  await test.step('written into the form', async () => {
    await openRowMenu(page, name, '정보 편집')
    await page.getByRole('dialog').getByLabel('별칭').fill(`${IMAGE} ${TEMPLATE}`.slice(0, 60))
    await page
      .getByRole('dialog')
      .getByLabel('설명')
      .fill(`${IMAGE} ${TEMPLATE} ${LINKS.join(' ')}`)
    await page.getByRole('dialog').getByRole('button', { name: '확인', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
  })

  await test.step('pushed and told by the cluster', async () => {
    const message = `${IMAGE} ${TEMPLATE} ${ESCAPE}\n\n${LINKS.join('\n')}`
    const commit = pushEdit(
      url,
      'map.yaml',
      message,
      () => manifest(name, 'two'),
      `${TEMPLATE} ${ESCAPE} "onload=alert(1)`,
    )
    await page.goto(DEPLOYMENTS)
    await expect(row(page, name)).toContainText(commit.slice(0, 7))
    await createObject(EVENTS, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name },
      involvedObject: { apiVersion: 'v1', kind: 'ConfigMap', name, namespace: 'demo-project' },
      type: 'Warning',
      reason: 'Hostile',
      message: `${name} ${IMAGE} ${TEMPLATE} ${ESCAPE} ${LINKS.join(' ')}`,
      firstTimestamp: new Date().toISOString(),
      lastTimestamp: new Date().toISOString(),
      source: { component: IMAGE },
    })
  })

  const object = `/v1/ConfigMap/demo-project/${name}`
  const pages: [path: string, shows: string][] = [
    [DEPLOYMENTS, IMAGE],
    [`${DEPLOYMENTS}/${name}`, IMAGE],
    [`${DEPLOYMENTS}/${name}?tab=resources`, IMAGE],
    [`${DEPLOYMENTS}/${name}?tab=history`, TEMPLATE],
    [`${DEPLOYMENTS}/${name}?tab=yaml`, name],
    [`${REPOSITORIES}/${name}`, name],
    [`${PROJECT}/config?open=${object}&objectTab=manifest`, name],
    [`${PROJECT}/config?open=${object}&objectTab=events`, 'Hostile'],
    [`${PROJECT}/events`, IMAGE],
  ]
  for (const [path, shows] of pages)
    await test.step(path, async () => {
      await page.goto(path)
      await expect(page.getByText(shows).first()).toBeVisible()
      await nothingHappened(page, path)
    })
  await picture('hostile-text')
  expect(dialogs).toEqual([])

  await deleteObject(`${EVENTS}/${name}`)
  await remove(page, name)
})
