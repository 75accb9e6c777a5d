'use client'
import Link from 'next/link'
import { useTranslations } from 'use-intl/react'
import { WhyShort } from '#components/patterns/why-text.tsx'
import type { CredentialUser } from '#lib/features/credentials/types.ts'
import { repositoryPage, type DevopsPlace } from '../deployments/urls.ts'
import { CheckBadge } from '../repositories/columns.tsx'

type Props = { place: DevopsPlace; users: readonly CredentialUser[]; total: number }

/** Repositories that sign in with a credential, each with what its last check found. */
export function CredentialUsers({ place, users, total }: Props) {
  const t = useTranslations('credentials.detail')
  if (users.length === 0) return <p className="px-4 py-3 text-sm text-fg-2">{t('usersNone')}</p>
  return (
    <>
      <ul>
        {users.map(({ name, url, check }) => (
          <li
            key={name}
            className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2 first:border-t-0"
          >
            <span className="min-w-0 flex-1">
              <Link
                href={repositoryPage(place, name)}
                className="block truncate text-sm font-semibold hover:text-accent hover:underline"
              >
                {name}
              </Link>
              <code className="block truncate text-xs text-fg-3">{url}</code>
            </span>
            <CheckBadge state={check.state} />
            {check.reason === null ? null : (
              <WhyShort why={{ reason: check.reason, params: {}, detail: check.detail }} />
            )}
          </li>
        ))}
      </ul>
      {total > users.length ? (
        <p className="border-t border-line px-4 py-2.5 text-sm text-fg-2">
          {t('usersMore', { count: total - users.length })}
        </p>
      ) : null}
    </>
  )
}
