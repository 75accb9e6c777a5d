/** A person sees where they are signed in, ends another session, changes the password, and signs out everywhere. */
import type { Page } from 'playwright/test'
import { askDatabase } from './support/ask-database.ts'
import { expect, test } from './support/fixtures.ts'
import { installation } from './support/installation.ts'
import { addViewer, VIEWER } from './support/viewer.ts'

const NEXT = 'Profile-2026'

const sessionsLeft = async (): Promise<number> => {
  const rows = await askDatabase<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Session" s JOIN "User" u
       ON u."id" = s."userId" AND u."sessionVersion" = s."sessionVersion" WHERE u."username" = $1`,
    [VIEWER],
  )
  return rows[0]?.count ?? 0
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('사용자 이름').fill(VIEWER)
  await page.getByLabel('비밀번호', { exact: true }).fill(password)
  await page.getByRole('button', { name: '로그인', exact: true }).click()
  await expect(page).not.toHaveURL(/\/login/)
}

async function changePassword(page: Page, from: string, to: string): Promise<void> {
  await page.getByLabel('현재 비밀번호').fill(from)
  await page.getByLabel('새 비밀번호').fill(to)
  await page.getByRole('button', { name: '비밀번호 변경', exact: true }).click()
}

test('one’s own page: sessions, password, signing out everywhere', async ({
  page,
  logIn,
  picture,
  browser,
  baseURL,
}) => {
  addViewer()
  const { password } = installation()
  await logIn(VIEWER)
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: 'ko-KR' })
  const other = await context.newPage()
  await signIn(other, password)

  await test.step('the page is in the menu of the person', async () => {
    await page.getByRole('button', { name: /사용자 메뉴/ }).click()
    await page.getByRole('menuitem', { name: '내 프로필' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '내 프로필' })).toBeVisible()
    await expect(page.getByText('현재 세션')).toHaveCount(1)
    await picture('profile')
  })

  await test.step('another session ends at once', async () => {
    const before = await sessionsLeft()
    await page
      .getByRole('button', { name: /^세션 종료/ })
      .first()
      .click()
    await expect.poll(sessionsLeft).toBe(before - 1)
    await other.goto('/profile')
    await expect(other).toHaveURL(/\/login/)
    await context.close()
  })

  await test.step('a wrong password changes nothing, the right one does', async () => {
    await changePassword(page, 'not-this-one', NEXT)
    await expect(page.getByText('현재 비밀번호가 맞지 않습니다')).toBeVisible()
    await picture('profile-wrong-password')
    await changePassword(page, password, NEXT)
    await expect(page.getByLabel('현재 비밀번호')).toHaveValue('')
    await expect.poll(sessionsLeft).toBe(1)
    await changePassword(page, NEXT, password)
    await expect(page.getByLabel('현재 비밀번호')).toHaveValue('')
  })

  await test.step('in English, in the dark, and narrow', async () => {
    await page.getByRole('combobox', { name: '언어' }).selectOption('en')
    await expect(page.getByRole('heading', { level: 1, name: 'My profile' })).toBeVisible()
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 1024, height: 900 })
    await picture('profile-en-dark')
  })

  await test.step('signing out everywhere leaves no session', async () => {
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
    await expect(page).toHaveURL(/\/login/)
    expect(await sessionsLeft()).toBe(0)
    await picture('login-en-dark')
  })
})
