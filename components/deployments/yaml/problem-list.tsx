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
  /** The refusal of the server that the problems are from, if it is one. */
  error: PublicError | null
  onJump: (line: number) => void
}

/** What is wrong with the text; choosing a problem puts the cursor on its line. */
export function ProblemList({ id, problems, error, onJump }: Props) {
  const t = useTranslations()
  if (problems.length === 0) return null
  const detail = problems.find((problem) => problem.detail !== '')?.detail ?? ''
  return (
    <Banner
      tone="bad"
      alert={error !== null}
      title={error?.reason ? describeError(error, t).text : t('deployments.yaml.problems', { count: problems.length })}
    >
      <ul id={id} aria-live="polite" className="mt-1 grid max-h-[16dvh] gap-1 overflow-y-auto">
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
      <Quotation text={detail} />
    </Banner>
  )
}
