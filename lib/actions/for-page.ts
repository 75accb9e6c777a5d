/** How a page takes the answer of a query. */
import 'server-only'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import type { ActionResult } from '#lib/core/errors.ts'
import { PATH_HEADER } from './headers.ts'

/**
 * For pages: without a session the way leads to the log-in page and back, with a password that must be changed to where it is changed; what does not exist (or belongs to someone else) is Next's
 * not-found. Every other answer comes back for the page to show: data, or a failure with its words.
 */
export async function forPage<T>(answer: Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  const result = await answer
  if (result.ok) return result
  if (result.error.code === 'UNAUTHENTICATED') {
    const path = (await headers()).get(PATH_HEADER)
    redirect(path && path !== '/' ? `/login?next=${encodeURIComponent(path)}` : '/login')
  }
  if (result.error.reason === 'password_change_required') redirect('/change-password')
  if (result.error.code === 'NOT_FOUND') notFound()
  return result
}
