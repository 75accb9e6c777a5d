'use client'
import { ChevronRight, ShieldCheck, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { ManagedObject } from '#lib/features/deployments/types.ts'
import { countKinds, isChoice, type DeletionPlan } from '../deletion.ts'

type Chosen = { chosen: ReadonlySet<string>; onChosen: (keys: ReadonlySet<string>) => void }

/** Rows shown before "the rest"; one more than these is shown as well, because a line would say no less. */
const FIRST = 6

/** What is deleted. Protected objects that were ticked stand first, so that the tick can be taken back. */
export function GoingList({ objects, chosen, onChosen }: { objects: readonly ManagedObject[] } & Chosen) {
  const t = useTranslations('deployments.delete')
  const [all, setAll] = useState(false)
  const sorted = objects.toSorted((a, b) => Number(isChoice(b)) - Number(isChoice(a)))
  const shown = all || sorted.length <= FIRST + 1 ? sorted : sorted.slice(0, FIRST)
  const rest = sorted.slice(shown.length)
  return (
    <ObjectList>
      {shown.map((object) => (
        <ObjectRow
          key={object.key}
          object={object}
          mark={
            isChoice(object) ? (
              <Choice object={object} chosen={chosen} onChosen={onChosen} />
            ) : (
              <Icon as={Trash2} className="text-fg-3" />
            )
          }
          note={object.isProtected ? <span className="text-bad">{t('irreversible')}</span> : null}
        />
      ))}
      {rest.length === 0 ? null : (
        <li className="border-t border-line">
          <button
            type="button"
            aria-expanded={false}
            onClick={() => setAll(true)}
            className="flex w-full items-center gap-2 px-3 py-2 text-left text-sm hover:bg-hover"
          >
            <Icon as={ChevronRight} className="text-fg-3" />
            <span className="whitespace-nowrap">{t('rest', { count: rest.length })}</span>
            <span className="ml-auto truncate text-xs text-fg-2">
              {countKinds(rest)
                .map(({ kind, count }) => `${kind} ${count}`)
                .join(' · ')}
            </span>
          </button>
        </li>
      )}
      {sorted.length === 0 ? <li className="px-3 py-2 text-sm text-fg-2">{t('goesNone')}</li> : null}
    </ObjectList>
  )
}

/** What is kept, each with the reason; protected objects of our own can be ticked to go as well. */
export function StayingList({ stays, chosen, onChosen }: { stays: DeletionPlan['stays'] } & Chosen) {
  const t = useTranslations('deployments.delete')
  return (
    <ObjectList>
      {stays.map(({ object, why }) => (
        <ObjectRow
          key={object.key}
          object={object}
          mark={
            why === 'protected' ? (
              <Choice object={object} chosen={chosen} onChosen={onChosen} />
            ) : (
              <Icon as={ShieldCheck} className="text-fg-3" />
            )
          }
          note={t(`why.${why}`)}
        />
      ))}
    </ObjectList>
  )
}

function ObjectList({ children }: { children: ReactNode }) {
  return <ul className="max-h-72 overflow-y-auto rounded-md border border-line">{children}</ul>
}

function ObjectRow({ object, mark, note }: { object: ManagedObject; mark: ReactNode; note: ReactNode }) {
  return (
    <li className="flex min-h-9 items-center gap-3 border-t border-line px-3 py-1.5 text-sm first:border-t-0">
      <span className="flex w-4 justify-center">{mark}</span>
      <span className="w-44 shrink-0 truncate text-fg-2">{object.kind}</span>
      <code
        className="min-w-0 flex-1 truncate text-xs"
        title={object.namespace === '' ? object.name : `${object.namespace}/${object.name}`}
      >
        {object.name}
      </code>
      <span className="text-right text-xs text-fg-2">{note}</span>
    </li>
  )
}

function Choice({ object, chosen, onChosen }: { object: ManagedObject } & Chosen) {
  const t = useTranslations('deployments.delete')
  return (
    <Checkbox
      aria-label={t('choose', { kind: object.kind, name: object.name })}
      checked={chosen.has(object.key)}
      onChecked={(checked) => {
        const next = new Set(chosen)
        if (checked) next.add(object.key)
        else next.delete(object.key)
        onChosen(next)
      }}
    />
  )
}
