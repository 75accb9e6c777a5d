'use client'
import { ChevronDown, ChevronRight, Folder, FolderOpen, FolderSearch } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import type { FolderListing, TreeEntry } from '#lib/features/repositories/types.ts'
import { describeError, describeWhy } from '#lib/i18n/describe.ts'
import { folderApi, type DevopsPlace } from '../urls.ts'

type Source = { place: DevopsPlace; repository: string; revision: string }
type Choice = { value: string; onValue: (path: string) => void }

type Props = Source & Choice & { commit: string }

/** The folders of the repository at the chosen revision; each says what it would be rendered with. */
export function FolderBrowser({ commit, ...props }: Props) {
  const t = useTranslations('deployments.folders')
  const { revision } = props
  return (
    <section aria-label={t('title')} className="mt-3 overflow-hidden rounded-md border border-line">
      <header className="flex h-9 items-center gap-2 border-b border-line bg-sunken px-3 text-xs text-fg-2">
        <Icon as={FolderSearch} className="text-fg-3" />
        {t('title')}
        <span className="ml-auto truncate text-fg-3">
          {commit === '' ? t('at', { revision }) : t('atCommit', { revision, commit })}
        </span>
      </header>
      <ul className="max-h-72 overflow-y-auto py-1">
        <FolderRow {...props} depth={0} entry={{ name: t('root'), path: '.', type: 'folder', kind: null }} isRoot />
      </ul>
    </section>
  )
}

/** Left edge of a row by depth; deeper folders stay at the last one. */
const INDENT = ['pl-1', 'pl-6', 'pl-11', 'pl-16', 'pl-[84px]', 'pl-[104px]'] as const

type RowProps = Source & Choice & { entry: TreeEntry; depth: number; isRoot?: boolean }

function FolderRow({ entry, depth, isRoot = false, ...props }: RowProps) {
  const t = useTranslations('deployments.folders')
  const { value, onValue } = props
  // Open on the way to the chosen folder, until somebody opens or closes it by hand.
  const [toggled, setToggled] = useState<boolean | null>(null)
  const open = toggled ?? (isRoot || value.startsWith(`${entry.path}/`))
  const chosen = (value === '' ? '.' : value) === entry.path
  return (
    <li>
      <div
        className={cn(
          'flex h-8 items-center gap-1 pr-3',
          INDENT[Math.min(depth, INDENT.length - 1)],
          chosen && 'bg-accent-soft',
        )}
      >
        <IconButton
          icon={open ? ChevronDown : ChevronRight}
          size="sm"
          aria-expanded={open}
          label={open ? t('close', { name: entry.name }) : t('open', { name: entry.name })}
          onClick={() => setToggled(!open)}
        />
        <button
          type="button"
          aria-pressed={chosen}
          onClick={() => onValue(entry.path)}
          className={cn(
            'flex h-7 min-w-0 flex-1 items-center gap-2 rounded-sm px-1 text-left text-sm',
            chosen ? 'font-medium text-accent' : 'hover:bg-hover',
          )}
        >
          <Icon as={open ? FolderOpen : Folder} className={chosen ? undefined : 'text-fg-3'} />
          <span className={cn('truncate', !isRoot && 'font-mono')}>{entry.name}</span>
          <KindBadge kind={entry.kind} />
        </button>
      </div>
      {open ? <FolderLevel {...props} path={entry.path} depth={depth + 1} /> : null}
    </li>
  )
}

const KIND_TONE: Record<'kustomize' | 'helm' | 'directory', Tone> = {
  kustomize: 'accent',
  helm: 'run',
  directory: 'mute',
}

function KindBadge({ kind }: { kind: TreeEntry['kind'] }) {
  const t = useTranslations('deployments.folders')
  return kind === null ? null : <Badge tone={KIND_TONE[kind]}>{t(`kinds.${kind}`)}</Badge>
}

function FolderLevel({ path, depth, ...props }: Source & Choice & { path: string; depth: number }) {
  const t = useTranslations('deployments.folders')
  const words = useTranslations()
  const { data, error } = useRemote<FolderListing>(
    'git',
    folderApi(props.place, props.repository, props.revision, path),
  )
  const folders = data?.entries.filter(({ type }) => type === 'folder') ?? []
  const note =
    error !== null
      ? describeError(error, words).text
      : data === undefined
        ? t('reading')
        : data.missing !== null
          ? describeWhy(data.missing, words).text
          : folders.length === 0
            ? t('empty')
            : null
  return (
    <ul>
      {(error === null ? folders : []).map((entry) => (
        <FolderRow key={entry.path} {...props} entry={entry} depth={depth} />
      ))}
      {note === null ? null : (
        <li
          className={cn(
            'flex min-h-8 items-center py-1 pr-3 text-xs text-fg-3',
            INDENT[Math.min(depth, INDENT.length - 1)],
          )}
        >
          <span className="pl-8">{note}</span>
        </li>
      )}
    </ul>
  )
}
