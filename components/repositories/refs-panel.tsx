'use client'
import { GitBranch, Tag } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Badge } from '#components/ui/badge.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { SearchInput } from '#components/ui/input.tsx'
import type { GitRefs } from '#lib/features/repositories/types.ts'
import { revisionChoices, type RevisionChoice } from '../deployments/create/revisions.ts'

type Kind = 'branches' | 'tags'

const KIND_OF = { branches: 'branch', tags: 'tag' } as const
/** Beyond this a search is asked for. */
const SEARCHABLE = 8
const MOST_ROWS = 200

/** Branches or tags with the commit each means now; the default branch first, the newest version of the tags first. */
export function RefList({ refs, kind }: { refs: GitRefs; kind: Kind }) {
  const t = useTranslations('repositories.detail')
  const [search, setSearch] = useState('')
  const all = revisionChoices(refs).filter((choice) => choice.kind === KIND_OF[kind])
  const found = all.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()))
  if (all.length === 0) return <p className="px-4 py-3 text-sm text-fg-2">{t(`refsNone.${kind}`)}</p>
  return (
    <>
      {all.length > SEARCHABLE ? (
        <SearchInput
          label={`${t(kind)} ${t('search')}`}
          placeholder={t('search')}
          className="m-3"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      ) : null}
      {found.length === 0 ? <p className="px-4 py-3 text-sm text-fg-2">{t('noMatch')}</p> : null}
      <ul>
        {found.slice(0, MOST_ROWS).map((choice) => (
          <RefRow key={choice.name} choice={choice} />
        ))}
      </ul>
    </>
  )
}

function RefRow({ choice }: { choice: RevisionChoice }) {
  const t = useTranslations('repositories.detail')
  const { name, commit, kind, isDefault } = choice
  return (
    <li className="flex h-9 items-center gap-2 border-t border-line px-4 first:border-t-0">
      <Icon as={kind === 'branch' ? GitBranch : Tag} className="text-fg-3" />
      <code className="min-w-0 truncate text-xs font-medium" title={name}>
        {name}
      </code>
      {isDefault ? <Badge tone="accent">{t('default')}</Badge> : null}
      <code className="ml-auto text-xs text-fg-2" title={commit}>
        {commit.slice(0, 7)}
      </code>
      <CopyButton text={commit} what={commit.slice(0, 7)} />
    </li>
  )
}
