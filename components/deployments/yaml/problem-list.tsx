'use client'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { Quotation } from '#components/patterns/failure-notice.tsx'
import type { PublicError } from '#lib/core/errors.ts'
import { describeError, describeField } from '#lib/i18n/describe.ts'
import type { YamlProblem } from './problems.ts'

type Props = {
  id: string
  problems: readonly YamlProblem[]
  error: PublicError | null
  onJump: (line: number) => void
}

/** What the server found wrong with the text; choosing a problem puts the cursor on its line. */
export function ProblemList({ id, problems, error, onJump }: Props) {
  const t = useTranslations()
  if (problems.length === 0 || error === null) return null
  return (
    <Banner
      tone="bad"
      alert
      title={error.reason ? describeError(error, t).text : t('deployments.yaml.problems', { count: problems.length })}
    >
      <ul id={id} className="mt-1 grid gap-1">
        {problems.map(({ line, path, issue }, index) => (
          <li key={index} className="flex flex-wrap items-baseline gap-x-2">
            {line === null ? null : (
              <button type="button" onClick={() => onJump(line)} className="tnum font-medium text-accent underline">
                {t('deployments.yaml.line', { line })}
              </button>
            )}
            {path === '' ? null : <code className="anywhere text-fg">{path}</code>}
            <span>{describeField(issue, t)}</span>
          </li>
        ))}
      </ul>
      {problems.some(({ issue }) => issue.code === 'yaml') ? <Quotation text={error.detail ?? ''} /> : null}
    </Banner>
  )
}
