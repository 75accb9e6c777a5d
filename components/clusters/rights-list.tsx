'use client'
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Icon } from '#components/ui/icon.tsx'
import { NEEDED_RIGHTS, type ClusterRight } from '#lib/features/clusters/types.ts'

const MOST_MISSING = 6

/** What the identity may do in plain words; where something is missing, what, and what then does not work. */
export function RightsList({ rights }: { rights: readonly ClusterRight[] }) {
  const t = useTranslations('clusters.rights')
  const lacking = rights.filter(({ missing }) => missing.length > 0).length
  return (
    <div>
      <p className="text-sm font-semibold">{lacking === 0 ? t('all') : t('lacking', { count: lacking })}</p>
      <ul aria-label={t('title')} className="mt-1.5 grid gap-1.5">
        {rights.map((right) => (
          <RightRow key={right.name} right={right} />
        ))}
      </ul>
    </div>
  )
}

function RightRow({ right }: { right: ClusterRight }) {
  const t = useTranslations('clusters.rights')
  const { name, missing } = right
  const isGiven = missing.length === 0
  const look = isGiven
    ? { icon: CircleCheck, tone: 'text-ok' }
    : NEEDED_RIGHTS.includes(name)
      ? { icon: CircleX, tone: 'text-bad' }
      : { icon: TriangleAlert, tone: 'text-warn' }
  const shown = missing.slice(0, MOST_MISSING).join(', ')
  return (
    <li className="flex items-start gap-2 text-sm">
      <Icon as={look.icon} className={`mt-0.5 ${look.tone}`} />
      <div className="min-w-0">
        <p>
          {t(`names.${name}`)}
          <span className="sr-only">: {isGiven ? t('given') : t('missing')}</span>
        </p>
        {isGiven ? null : (
          <>
            <p className="text-xs text-fg-2">{t(`without.${name}`)}</p>
            <p className="text-xs text-fg-3">
              {t('missing')}: <code className="anywhere">{shown}</code>
              {missing.length > MOST_MISSING ? ` ${t('more', { count: missing.length - MOST_MISSING })}` : null}
            </p>
          </>
        )}
      </div>
    </li>
  )
}
