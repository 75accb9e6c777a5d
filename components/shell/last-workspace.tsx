'use client'
import { useEffect } from 'react'
import { LAST_WORKSPACE_COOKIE } from '#lib/i18n/locales.ts'
import { keepPreference } from './preference.ts'

/** Remembers the workspace one is in, so that the next log-in leads back to it. */
export function LastWorkspace({ workspace }: { workspace: string }) {
  useEffect(() => keepPreference(LAST_WORKSPACE_COOKIE, workspace), [workspace])
  return null
}
