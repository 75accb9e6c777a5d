/**
 * The last story: secrets that were put to real use, and those of the installation itself, are searched where nobody may find them: every
 * table, every log, what the console answered, command lines, temporary folders.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import { askDatabase } from './support/ask-database.ts'
import { DEPLOYMENTS, PROJECT, REPOSITORIES, row, unused } from './support/console.ts'
import { deploy, remove } from './support/deploy.ts'
import { expect, test } from './support/fixtures.ts'
import { installation } from './support/installation.ts'

const CREDENTIALS = DEPLOYMENTS.replace(/deployments$/, 'credentials')
const KEYS = ['user', 'password', 'token', 'certificate', 'license', 'webhook', 'salt', 'pin']

/** By what it is: a text that may be nowhere. */
const canaries = new Map<string, string>()
const plant = (what: string): string => {
  const secret = `Canary-${crypto.randomUUID()}`
  canaries.set(what, secret)
  return secret
}

/** What the console has answered to the browser since the beginning of the story. */
const answers: string[] = []

async function createCredential(page: Page, type: string, name: string, fill: (dialog: Locator) => Promise<void>) {
  await page.goto(CREDENTIALS)
  await page.getByRole('button', { name: '생성', exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(type, { exact: true }).click()
  await dialog.getByLabel('이름').first().fill(name)
  await fill(dialog)
  await dialog.getByRole('button', { name: '확인', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, name)).toBeVisible()
}

/** A key that is locked with a canary. */
function lockedKey(passphrase: string): { key: string; publicKey: string } {
  const folder = mkdtempSync(join(tmpdir(), 'canary-key-'))
  try {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', join(folder, 'id')])
    const read = (name: string) => readFileSync(join(folder, name), 'utf8')
    return { key: read('id'), publicKey: read('id.pub') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function plantCredentials(page: Page, name: string): Promise<void> {
  await createCredential(page, '사용자 이름과 비밀번호', `${name}-password`, async (dialog) => {
    await dialog.getByRole('textbox', { name: '호스트' }).fill('https://git.example.com/a.git')
    await dialog.getByLabel('사용자 이름').last().fill('robot')
    await dialog.locator('input[type=password]').fill(plant('password of a credential'))
  })
  await createCredential(page, '액세스 토큰', `${name}-token`, async (dialog) => {
    await dialog.getByRole('textbox', { name: '호스트' }).fill('https://git.example.com/a.git')
    await dialog.getByLabel('토큰', { exact: false }).last().fill(plant('token of a credential'))
  })
  const { key, publicKey } = lockedKey(plant('passphrase of a key'))
  canaries.set('a line of a private key', key.split('\n')[2] ?? '')
  await createCredential(page, 'SSH 키', `${name}-key`, async (dialog) => {
    await dialog.getByRole('textbox', { name: '호스트' }).first().fill('ssh://git@git.example.com')
    await dialog.getByLabel('개인 키').fill(key)
    await dialog.getByLabel('키의 암호').fill(canaries.get('passphrase of a key') ?? '')
    await dialog.getByRole('textbox', { name: /호스트 키/ }).fill(`git.example.com ${publicKey.trim()}`)
  })
}

const secretManifest = (name: string): string =>
  JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name } },
    stringData: Object.fromEntries(KEYS.map((key) => [key, plant(`value ${key} of a Secret`)])),
  })

async function guess(page: Page): Promise<void> {
  await page.context().clearCookies()
  await page.goto('/login')
  await page.getByLabel('사용자 이름').fill('project-regular')
  await page.getByLabel('비밀번호', { exact: true }).fill(plant('a password that was guessed'))
  await page.getByRole('button', { name: '로그인', exact: true }).click()
  await expect(page.getByText('사용자 이름 또는 비밀번호가 맞지 않습니다.')).toBeVisible()
}

/** A change of one's own password that is refused. */
async function changeInVain(page: Page): Promise<void> {
  await page.goto('/profile')
  await page.getByLabel('현재 비밀번호').fill(plant('a wrong old password'))
  await page.getByLabel('새 비밀번호').fill(plant('a new password that was refused'))
  await page.getByRole('button', { name: '비밀번호 변경' }).click()
  await expect(page.getByText(/비밀번호가 맞지 않습니다|현재 비밀번호가/).first()).toBeVisible()
}

/** What the installation itself keeps. */
function plantOwn(): void {
  const { dataDir, password } = installation()
  const { nextAuthSecret, encryptionKeys } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as {
    nextAuthSecret: string
    encryptionKeys: string
  }
  canaries.set('the secret of sessions', nextAuthSecret)
  canaries.set('the encryption key', encryptionKeys.split(':')[1] ?? '')
  canaries.set('the password of the database', readFileSync(join(dataDir, 'postgres', 'password'), 'utf8').trim())
  canaries.set('the password of the people', password)
  const tokens = readFileSync(join(dataDir, 'sandbox', 'tokens.csv'), 'utf8')
    .trim()
    .split('\n')
  for (const [index, line] of tokens.entries()) canaries.set(`token ${index} of the cluster`, line.split(',')[0] ?? '')
}

/** Every row of every table as text. */
async function tables(): Promise<[string, string][]> {
  const names = await askDatabase<{ name: string }>(
    `SELECT tablename AS "name" FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  )
  const dumps = names.map(async ({ name }): Promise<[string, string]> => {
    const rows = await askDatabase<{ row: string }>(`SELECT row_to_json(t)::text AS "row" FROM "${name}" t`)
    return [`table ${name}`, rows.map(({ row: text }) => text).join('\n')]
  })
  return Promise.all(dumps)
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)

/** Ours below the folder for temporary things; what a story itself makes there holds no canary. */
const temporary = (): string[] =>
  readdirSync(tmpdir())
    .filter((name) => /^ieum/i.test(name))
    .map((name) => join(tmpdir(), name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]))

/** A file's bytes as text; nothing where it is gone by now, with its process or with another program's folder. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

const commandLines = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => `/proc/${pid}/cmdline`)

/** As it is, in base64 as Kubernetes keeps it, and as it stands in a URL. */
const spellings = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  encodeURIComponent(secret),
]

test('D8: no secret is found where nobody may find it', async ({ page, logIn }) => {
  test.setTimeout(240_000)
  const name = unused('canary')
  plantOwn()
  page.on('response', (response) => {
    response.text().then(
      (text) => answers.push(text),
      () => undefined,
    )
  })
  await guess(page)
  await logIn('project-regular')
  for (const { name: cookie, value } of await page.context().cookies())
    if (/session/.test(cookie)) canaries.set('the session cookie', value)
  await changeInVain(page)
  await plantCredentials(page, name)
  await deploy(page, name, { 'secret.yaml': secretManifest(name) })
  await expect(row(page, name)).toContainText('동기화됨')

  const pages = [
    ...[
      DEPLOYMENTS,
      `${DEPLOYMENTS}/${name}`,
      `${DEPLOYMENTS}/${name}?tab=resources`,
      `${DEPLOYMENTS}/${name}?tab=yaml`,
    ],
    ...[
      `${DEPLOYMENTS}/${name}/settings`,
      REPOSITORIES,
      CREDENTIALS,
      `${CREDENTIALS}/${name}-key`,
      `${PROJECT}/config`,
    ],
    `${PROJECT}/config?open=/v1/Secret/demo-project/${name}&objectTab=manifest`,
  ]
  for (const path of pages) {
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeVisible()
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
    answers.push(await page.content())
  }

  const { dataDir, metrics } = installation()
  for (const port of Object.values(metrics))
    answers.push(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text())
  // What `npm start` prints is no log: it tells the log-ins of the demonstration.
  const files = [...filesIn(join(dataDir, 'logs')), ...temporary(), ...commandLines()]
  const places: [string, string][] = [
    ...(await tables()),
    ...files.map((file): [string, string] => [file, textOf(file)]),
    ...answers.map((text, index): [string, string] => [`answer ${index}`, text]),
  ]
  const found = [...canaries].flatMap(([what, secret]) =>
    places
      .filter(([, text]) => spellings(secret).some((spelling) => text.includes(spelling)))
      .map(([place]) => `${what}: ${place}`),
  )
  expect([...canaries.values()].filter((secret) => secret.length < 8)).toEqual([])
  expect(canaries.size).toBeGreaterThanOrEqual(20)
  // It would be no search if nothing could be found.
  expect(places.some(([, text]) => text.includes(name))).toBe(true)
  expect(answers.length).toBeGreaterThan(50)
  expect(found).toEqual([])
  console.log(`${canaries.size} canaries searched in ${places.length} places`)
  await remove(page, name)
})
